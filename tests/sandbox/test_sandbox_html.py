"""Telegram's HTML mode: entities, offsets in UTF-16, and refusals word for word."""

from typing import Any

import pytest

from sandbox import html
from sandbox.text import found_entities, trimmed, utf16_length


def spans(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


GOOD = [
    ("plain", "plain", []),
    ("&lt;&gt;&amp;&quot;&laquo;&#36;&#x24;", '<>&"&laquo;$$', []),
    ("&ltx &amp", "&ltx &", []),
    ("5 & 6", "5 & 6", []),
    ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
    ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
    ),
    (
        '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
        "ab",
        [("spoiler", 0, 1), ("spoiler", 1, 1)],
    ),
    ("<B>a</B>", "a", [("bold", 0, 1)]),
    ("🌻 <b>girasol 🌻</b>", "🌻 girasol 🌻", [("bold", 3, 10)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<b>a</>", "a", [("bold", 0, 1)]),
    ("<b></b>x", "x", []),
    ("<code>x</code><pre>y</pre>", "xy", [("code", 0, 1), ("pre", 1, 1)]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
    ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("<a href='https://example.org/a?b=1&amp;c'>x</a>", "x", [("text_link", 0, 1)]),
    ("<a>nowhere at all</a>", "nowhere at all", []),
    ('<a href="tg://user?id=7">x</a>', "x", [("text_mention", 0, 1)]),
    ('<a href="tg://user?id=8">a stranger</a>', "a stranger", []),
    ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
    ('<tg-time unix="1647531900" format="wDT">then</tg-time>', "then", [("date_time", 0, 4)]),
]


@pytest.mark.parametrize(("source", "text", "entities"), GOOD)
def test_what_html_becomes(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    known = {7: {"id": 7, "is_bot": False, "first_name": "Seven"}}
    plain, found = html.parse(source, known.get)
    assert (plain, spans(found)) == (text, entities)


def test_details_of_entities() -> None:
    assert html.parse('<a href="telegram.org">x</a>')[1][0]["url"] == "http://telegram.org/"
    assert html.parse("<a>https://telegram.org/a</a>")[1][0]["url"] == "https://telegram.org/a"
    assert html.parse('<code class="language-c"><pre>x</pre></code>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "c"}
    ]


BAD = [
    ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
    ("🏟 🏟&lt;<abac>", 'Unsupported start tag "abac" at byte offset 13'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("a < b and c > d", 'Unsupported start tag "" at byte offset 2'),
    ("one<br>two", 'Unsupported start tag "br" at byte offset 3'),
    ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba>",
     'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
    ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
    ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
    ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
    ("<b>a<i>b</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("&#xDFDF;", "Text contains invalid Unicode characters after decoding HTML entities, "
     "check for unmatched surrogate code units"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "words"), BAD)
def test_what_html_is_refused(source: str, words: str) -> None:
    with pytest.raises(html.ParseError) as refusal:
        html.parse(source)
    assert str(refusal.value) == words


@pytest.mark.parametrize("source", [source for source, _, entities in GOOD if entities and "language" not in source])
def test_rendering_gives_the_same_entities_again(source: str) -> None:
    known = {7: {"id": 7, "is_bot": False, "first_name": "Seven"}}
    text, entities = html.parse(source, known.get)
    assert html.parse(html.render(text, entities), known.get) == (text, entities)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/ride now", [("bot_command", 0, 5)]),
        ("/ride@AcompanaBot now", [("bot_command", 0, 17)]),
        ("see /help or x/y", [("bot_command", 4, 5)]),
        ("🌻 /my", [("bot_command", 3, 3)]),
        ("hola @maria_s, mira", [("mention", 5, 8)]),
        ("a@b.org", [("email", 0, 7)]),
        ("https://example.org/a. Next", [("url", 0, 21)]),
        ("t.me/AcompanaBot?start=x", [("url", 0, 24)]),
        ("#soccer", [("hashtag", 0, 7)]),
        ("9:30 1/2 5.5", []),
    ],
)
def test_what_telegram_finds_by_itself(text: str, entities: list[tuple[str, int, int]]) -> None:
    assert spans(found_entities(text, [])) == entities


def test_blank_ends_are_dropped_with_their_entities() -> None:
    assert trimmed("\n  hi \n", [{"type": "bold", "offset": 0, "length": 7}]) == (
        "hi",
        [{"type": "bold", "offset": 0, "length": 2}],
    )
    assert utf16_length("aé🌻") == 4
