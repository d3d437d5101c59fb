"""Telegram's HTML mode: what it accepts, the entities it makes, and its refusals word for word.

https://core.telegram.org/bots/api#html-style
"""

import html as std_html
import re
from collections.abc import Callable
from typing import Any

from sandbox.text import Entity, utf16_length, utf16_slice

_TAGS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "span": "spoiler", "tg-spoiler": "spoiler",
    "a": "text_link", "tg-emoji": "custom_emoji", "tg-time": "date_time",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_MARK = re.compile(r"[<&]")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$")
_LINK = re.compile(r"(?i)(?:(https?|ftp|tg|ton|tonsite)://)?([^\s/?#]+)([/?#]\S*)?$")


class ParseError(Exception):
    """The text is not Telegram HTML; the words are Telegram's, without "can't parse entities: "."""


def _unescape(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name, match.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF:
        return match.group()
    if 0xD800 <= code <= 0xDFFF:
        raise ParseError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code)


def _whole_url(url: str) -> str | None:
    """`url` as Telegram would keep it, or None where it would not make it a link."""
    match = _LINK.match(url.strip())
    if match is None:
        return None
    scheme, host, rest = match.groups()
    scheme = (scheme or "http").lower()
    if scheme in ("http", "https", "ftp") and "." not in host:
        return None
    return f"{scheme}://{host.lower()}{rest or ('/' if scheme != 'tg' else '')}"


class _Parser:
    def __init__(self, source: str, user: Callable[[int], dict[str, Any] | None]) -> None:
        self.source = source
        self.user = user
        self.parts: list[str] = []
        self.length = 0  # in UTF-16 code units, of what is in parts
        self.entities: list[Entity] = []
        self.open: list[tuple[str, dict[str, str], int, int, int]] = []  # tag, attributes, offset, part, place

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode("utf-8", "surrogatepass"))

    def add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += utf16_length(text)

    def parse(self) -> tuple[str, list[Entity]]:
        source, index = self.source, 0
        while (match := _MARK.search(source, index)) is not None:
            place = match.start()
            self.add(source[index:place])
            if source[place] == "&":
                reference = _REFERENCE.match(source, place)
                self.add(_unescape(reference) if reference else "&")
                index = reference.end() if reference else place + 1
            elif source.startswith("</", place):
                index = self.close(place)
            else:
                index = self.start(place)
        self.add(source[index:])
        if self.open:
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.parts), self.entities

    def start(self, place: int) -> int:
        source, end = self.source, len(self.source)
        unclosed = f"Unclosed start tag at byte offset {self.byte(place)}"
        index = place + 1
        while index < end and not source[index].isspace() and source[index] != ">":
            index += 1
        if index == end:
            raise ParseError(unclosed)
        tag = source[place + 1 : index].lower()
        where = f'"{tag}" at byte offset {self.byte(place)}'
        if tag not in _TAGS:
            raise ParseError(f"Unsupported start tag {where}")
        attributes: dict[str, str] = {}
        while True:
            index = self.blank(index)
            if index == end:
                raise ParseError(unclosed)
            if source[index] == ">":
                break
            first = index
            while index < end and not source[index].isspace() and source[index] not in "=>":
                index += 1
            name = source[first:index].lower()
            if not name:
                raise ParseError(f"Empty attribute name in the tag {where}")
            index = self.blank(index)
            if index == end or source[index] != "=":
                if tag == "blockquote" and name == "expandable":
                    attributes[name] = ""
                    continue
                raise ParseError(f"Expected equal sign in declaration of an attribute of the tag {where}")
            index = self.blank(index + 1)
            if index == end:
                raise ParseError(f"Unclosed start tag {where}")
            index, attributes[name] = self.value(index, unclosed)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise ParseError(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(place)}')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise ParseError("Invalid custom emoji identifier specified")
        self.open.append((tag, attributes, self.length, len(self.parts), place))
        return index + 1

    def blank(self, index: int) -> int:
        while index < len(self.source) and self.source[index].isspace():
            index += 1
        return index

    def value(self, index: int, unclosed: str) -> tuple[int, str]:
        source, end = self.source, len(self.source)
        quote = source[index]
        if quote in "\"'":
            stop = source.find(quote, index + 1)
            if stop < 0:
                raise ParseError(unclosed)
            return stop + 1, _REFERENCE.sub(_unescape, source[index + 1 : stop])
        stop = index
        while stop < end and ((source[stop].isascii() and source[stop].isalnum()) or source[stop] in ".-"):
            stop += 1
        if stop == end or not (source[stop].isspace() or source[stop] == ">"):
            raise ParseError(f"Unexpected end of name token at byte offset {self.byte(index)}")
        return stop, source[index:stop].lower()

    def close(self, place: int) -> int:
        source, end = self.source, len(self.source)
        if not self.open:
            raise ParseError(f"Unexpected end tag at byte offset {self.byte(place)}")
        index = place + 2
        while index < end and not source[index].isspace() and source[index] != ">":
            index += 1
        name = source[place + 2 : index].lower()
        index = self.blank(index)
        if index == end or source[index] != ">":
            raise ParseError(f"Unclosed end tag at byte offset {self.byte(place)}")
        tag, attributes, offset, part, _ = self.open.pop()
        if name and name != tag:
            raise ParseError(
                f'Unmatched end tag at byte offset {self.byte(place)}, expected "</{tag}>", found "</{name}>"'
            )
        if self.length > offset:
            self.entity(tag, attributes, offset, part)
        return index + 1

    def entity(self, tag: str, attributes: dict[str, str], offset: int, part: int) -> None:
        entity: Entity = {"type": _TAGS[tag], "offset": offset, "length": self.length - offset}
        if tag == "a":
            url = attributes.get("href") or "".join(self.parts[part:])
            person = _USER_LINK.match(url)
            if person:
                user = self.user(int(person.group(1)))
                if user is None:
                    return
                entity |= {"type": "text_mention", "user": user}
            else:
                whole = _whole_url(url)
                if whole is None:
                    return
                entity["url"] = whole
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes["emoji-id"]
        elif tag == "tg-time":
            if not attributes.get("unix", "").isdigit():
                return
            entity["unix_time"] = int(attributes["unix"])
            if "format" in attributes:
                entity["date_time_format"] = attributes["format"]
        elif tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif tag in ("code", "pre") and self._joins_pre(tag, attributes, entity):
            return
        elif tag == "code" and attributes.get("class", "").startswith("language-"):
            entity["_language"] = attributes["class"].removeprefix("language-")
        self.entities.append(entity)

    def _joins_pre(self, tag: str, attributes: dict[str, str], entity: Entity) -> bool:
        """A <code class="language-x"> that fills a <pre> exactly (or is filled by it) gives one entity."""
        other = self.entities[-1] if self.entities else None
        if other is None or (other["offset"], other["length"]) != (entity["offset"], entity["length"]):
            return False
        language = other.get("_language") if tag == "pre" else attributes.get("class", "").removeprefix("language-")
        if {tag, other["type"]} != {"pre", "code"} or not language:
            return False
        if tag == "code" and not attributes.get("class", "").startswith("language-"):
            return False
        other |= {"type": "pre", "language": language}
        return True


def parse(source: str, user: Callable[[int], dict[str, Any] | None] = lambda _: None) -> tuple[str, list[Entity]]:
    """Plain text and entities of Telegram HTML. `user` knows whom tg://user?id= may mention.

    Raises ParseError with Telegram's own words and the byte offset it would name.
    """
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _Parser(source, user).parse()
    for entity in entities:
        entity.pop("_language", None)
    return text, entities


_OPENING = {
    "bold": "<b>", "italic": "<i>", "underline": "<u>", "strikethrough": "<s>", "spoiler": "<tg-spoiler>",
    "code": "<code>", "pre": "<pre>", "blockquote": "<blockquote>",
    "expandable_blockquote": "<blockquote expandable>",
}  # fmt: skip
_CLOSING = {
    "url": "</a>",
    "bot_command": "</a>",
    "text_link": "</a>", "text_mention": "</a>", "custom_emoji": "</tg-emoji>",
    "expandable_blockquote": "</blockquote>", "date_time": "</tg-time>",
}  # fmt: skip


def whole_address(found: str) -> str:
    """Where a bare address in a text leads."""
    return found if "://" in found else f"https://{found}"


def _found_link(entity: Entity, covered: str) -> str | None:
    """Where an app leads when one touches what Telegram found by itself."""
    if entity["type"] == "url":
        return whole_address(covered)
    if entity["type"] == "bot_command":
        return f"tg://bot_command?command={covered[1:]}"
    return None


def _opening(entity: Entity) -> str | None:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{std_html.escape(entity["url"])}">'
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">'
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">'
    if kind == "date_time":
        form = f' format="{entity["date_time_format"]}"' if "date_time_format" in entity else ""
        return f'<tg-time unix="{entity["unix_time"]}"{form}>'
    if kind == "pre" and "language" in entity:
        return f'<pre class="language-{std_html.escape(entity["language"])}">'
    return _OPENING.get(kind)


def render(text: str, entities: list[Entity], *, links: bool = False) -> str:
    """The HTML that shows `text` with `entities`; with `links`, addresses and commands can be touched too."""
    inserts: list[tuple[int, int, int, str]] = []
    for order, entity in enumerate(entities):
        opening = _opening(entity)
        if links and opening is None:
            covered = utf16_slice(text, entity["offset"], entity["length"])
            if link := _found_link(entity, covered):
                opening = f'<a href="{std_html.escape(link)}">'
        if opening is None:
            continue
        closing = _CLOSING.get(entity["type"]) or "</" + opening[1:].split(" ")[0].rstrip(">") + ">"
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        inserts.append((start, 1, order, opening))
        inserts.append((stop, 0, -order, closing))
    if not inserts:
        return std_html.escape(text, quote=False)
    inserts.sort()
    data, at, parts = text.encode("utf-16-le", "surrogatepass"), 0, []
    for place, _, _, tag in inserts:
        parts.append(std_html.escape(data[2 * at : 2 * place].decode("utf-16-le", "surrogatepass"), quote=False))
        parts.append(tag)
        at = place
    parts.append(std_html.escape(data[2 * at :].decode("utf-16-le", "surrogatepass"), quote=False))
    return "".join(parts)
