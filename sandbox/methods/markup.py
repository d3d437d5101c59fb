"""Reply markups: inline keyboards, reply keyboards, removal, forced replies, and their limits."""

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.model import Chat

Json = dict[str, Any]

_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_REQUESTS = (
    "request_users", "request_chat", "request_managed_bot", "request_contact", "request_location", "request_poll",
    "web_app",
)  # fmt: skip
_URL = re.compile(r"(?i)(?:(?:https?|tg)://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?)$")
_HOST = re.compile(r"(?i)https?://(?:[^/?#@]*@)?([^/:?#]+)")
_STYLES = (None, "danger", "success", "primary")
_TEXTS = ("url", "callback_data", "web_app", "login_url", "copy_text")
MAX_BUTTONS = 100
MAX_DATA = 64  # bytes
MAX_COPIED = 256  # characters
MAX_TEXT = 64  # of an input field placeholder


def inline_keyboard(markup: Json, chat: Chat) -> list[list[Json]] | None:
    """The checked rows of an InlineKeyboardMarkup; None for an empty one."""
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard markup JSON object")
    checked = [[_inline_button(button, chat) for button in row] for row in rows if row]
    if sum(len(row) for row in checked) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return checked or None


def _inline_button(button: Any, chat: Chat) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style") not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    actions = [key for key in button if key in _ACTIONS]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one of the optional fields must be used")
    _check_action(actions[0], button[actions[0]], chat)
    return button


def _check_action(kind: str, value: Any, chat: Chat) -> None:
    """Whether a button can do what it is for."""
    if kind in ("web_app", "login_url", "copy_text"):
        field = "text" if kind == "copy_text" else "url"
        value = value.get(field) if isinstance(value, dict) else None
    if kind in _TEXTS and not isinstance(value, str):
        raise bad_request(f'can\'t parse inline keyboard button: Field "{kind}" is of a wrong type')
    if kind == "callback_data" and not 1 <= len(value.encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "copy_text" and not 1 <= len(value) <= MAX_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if kind == "url":
        _check_link("URL", value)
    if kind in ("web_app", "login_url"):
        _check_link("Web App URL" if kind == "web_app" else "login URL", value, secure=True)
    if kind in ("pay", "callback_game") or (kind == "web_app" and not chat.private):
        raise bad_request("BUTTON_TYPE_INVALID")  # invoices, games and private chats only


def _check_link(what: str, url: str, *, secure: bool = False) -> None:
    host = _HOST.match(url)
    if not _URL.match(url) or (host and "." not in host.group(1)):
        raise bad_request(f"inline keyboard button {what} '{url}' is invalid: Wrong HTTP URL")
    if secure and not url.lower().startswith("https://"):
        raise bad_request(f"inline keyboard button {what} '{url}' is invalid: Only HTTPS links are allowed")


def other_markup(markup: Json, chat: Chat) -> Json:
    """A checked ReplyKeyboardMarkup, ReplyKeyboardRemove or ForceReply."""
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= MAX_TEXT:
        raise bad_request("input field placeholder must be 1-64 characters long")
    if "keyboard" in markup:
        rows = markup["keyboard"]
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise bad_request("can't parse reply keyboard markup JSON object")
        keys = [key for row in rows for key in row]
        if not keys:
            raise bad_request("reply keyboard must be non-empty")
        if len(keys) > 300:
            raise bad_request("reply markup is too long")
        for key in keys:
            if not isinstance(key, str | dict) or not (key if isinstance(key, str) else key.get("text")):
                raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
            if isinstance(key, dict) and len([kind for kind in key if kind in _REQUESTS]) > 1:
                raise bad_request("can't parse keyboard button: at most one of the optional fields must be used")
            if isinstance(key, dict) and not chat.private:
                if key.get("request_contact"):
                    raise bad_request("phone number can be requested in private chats only")
                if key.get("request_location"):
                    raise bad_request("location can be requested in private chats only")
        return markup
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    raise bad_request("object expected as reply markup")


def for_sending(markup: Json | None, chat: Chat) -> tuple[list[list[Json]] | None, Json | None]:
    """The inline keyboard and the other markup of a message to send."""
    if markup is None or not markup:
        return None, None
    if "inline_keyboard" in markup:
        return inline_keyboard(markup, chat), None
    return None, other_markup(markup, chat)


def for_editing(markup: Json | None, chat: Chat) -> list[list[Json]] | None:
    """The inline keyboard of an edit; no markup takes the keyboard away."""
    if markup is None or not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return inline_keyboard(markup, chat)
