"""A message as a value: HTML text and rows of buttons; nothing here knows Telegram's classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.i18n import Translator, plain

LONGEST = 4096
"""Characters of a message after entities are parsed (Bot API sendMessage)."""
LONGEST_COPY = 256
"""Characters a button can put on the clipboard (Bot API CopyTextButton)."""


@dataclass(frozen=True)
class Button:
    """Either `data` (a tap comes back), `url` (opens a link) or `copy` (goes to the clipboard: 1 to 256 characters,
    Bot API CopyTextButton)."""

    text: str
    data: str = ""
    url: str = ""
    copy: str = ""


@dataclass(frozen=True)
class Message:
    """`share_phone` is the label of a button, under the text field, that sends the own phone number;
    `clear_keyboard` takes such a button away again. Both exclude `buttons` (Bot API reply_markup is one)."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    share_phone: str = ""
    clear_keyboard: bool = False


@dataclass(frozen=True)
class Toast:
    """The answer to a tap: shown briefly, or as an alert that needs OK. Plain text, at most 200 characters."""

    text: str
    alert: bool = False


def shortened(text: str, most: int) -> str:
    """The beginning of a long text; that it goes on shows."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def fit(lines: Iterable[str], below: Sequence[str] = (), room: int = LONGEST - 20) -> str:
    """As many lines as one message holds; a cut shows. What stands `below` is not cut off by a long list above it."""
    tail = fit(below, room=room // 2) if below else ""
    room -= _shown(tail)
    text = ""
    for entry in lines:
        room -= _shown(entry) + 1
        if room < 0:
            text += "\n…"
            break
        text = f"{text}\n{entry}" if text else entry
    return f"{text}\n{tail}" if tail else text


def _shown(text: str) -> int:
    """Its length as Telegram counts it: without the markup, in UTF-16 (Bot API MessageEntity)."""
    return len(plain(text).encode("utf-16-le")) // 2


def rows(*buttons: Button | None) -> tuple[tuple[Button, ...], ...]:
    """One button per row; None is left out."""
    return tuple((button,) for button in buttons if button is not None)


def encode(number: int) -> str:
    """An id in base 36: at most 13 characters of callback data."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text or "0"


def decode(text: str) -> int:
    """The inverse of `encode`; 0 for what is no id."""
    if not (text.isascii() and text.isalnum() and len(text) <= 13):
        return 0
    number = int(text, 36)
    return number if number < 2**63 else 0


def data(action: str, subject: int = 0, extra: int | str = 0) -> str:
    """Callback data, `action:id:extra`: at most 64 bytes (Bot API InlineKeyboardButton), never trusted."""
    return f"{action}:{encode(subject)}:{extra}"


@dataclass(frozen=True)
class Tapped:
    """Callback data, read. `extra` is a version, an index or a field's name."""

    action: str
    subject: int
    extra: str

    @property
    def number(self) -> int:
        return int(self.extra) if self.extra.isascii() and self.extra.isdigit() and len(self.extra) < 10 else -1


def read_data(text: str) -> Tapped:
    """Reads callback data from anywhere; what does not fit becomes zero or empty."""
    action, _, rest = text.partition(":")
    subject, _, extra = rest.partition(":")
    return Tapped(action, decode(subject), extra)


def together(translators: Sequence[Translator], words: Callable[[Translator], str]) -> str:
    """The same words in every language of the group, once each: "Ride · Viaje"."""
    return " · ".join(dict.fromkeys(words(t) for t in translators))
