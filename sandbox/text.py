"""Telegram's view of a text: UTF-16 offsets, and the entities it finds by itself."""

import re
from typing import Any

Entity = dict[str, Any]


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of `text` an entity covers."""
    if text.isascii():
        return text[offset : offset + length]
    data = text.encode("utf-16-le", "surrogatepass")
    return data[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


_BLANK = " \t\r\n\v\0"
_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|me|io|us|info|edu|gov)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))",
    re.IGNORECASE,
)
_OPAQUE = {"code", "pre", "text_link", "text_mention", "custom_emoji"}


def found_entities(text: str, known: list[Entity]) -> list[Entity]:
    """`known` and what Telegram finds itself: commands, mentions, hashtags, addresses. In order of offset."""
    if not any(mark in text for mark in "/@#."):
        return known
    opaque = [(e["offset"], e["offset"] + e["length"]) for e in known if e["type"] in _OPAQUE]
    found = list(known)
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        body = match.group()
        if match.lastgroup == "url":
            body = body.rstrip(".,:;!?)'")
        end = offset + utf16_length(body)
        if not any(offset < stop and start < end for start, stop in opaque):
            found.append({"type": match.lastgroup, "offset": offset, "length": end - offset})
    if len(found) > len(known):
        found.sort(key=lambda e: (e["offset"], -e["length"]))
    return found


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Blank space at both ends is dropped, as Telegram does, and entities with it."""
    bare = text.strip(_BLANK)
    if len(bare) == len(text):
        return text, entities
    shift = utf16_length(text[: len(text) - len(text.lstrip(_BLANK))])
    size = utf16_length(bare)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        stop = min(size, entity["offset"] + entity["length"] - shift)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return bare, kept
