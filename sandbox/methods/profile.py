"""What a bot says of itself: commands, names, descriptions, the menu button."""

import re
from typing import Any

from sandbox import shapes
from sandbox.errors import bad_request
from sandbox.methods.access import find_chat, readable
from sandbox.methods.registry import Api, Json, method
from sandbox.scopes import scope_key

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


@method
def get_me(api: Api) -> Json:
    """https://core.telegram.org/bots/api#getme"""
    return shapes.user(api.bot.user) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not api.bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def _language(code: str) -> str:
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _scope(api: Api, scope: Json | None) -> str:
    """The key of a checked BotCommandScope."""
    key = scope_key(scope)
    if key is None:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if scope is not None and "chat_id" in scope:
        chat = find_chat(api, scope["chat_id"]) if scope["type"] == "chat" else readable(api, scope["chat_id"])
        if chat.private and scope["type"] != "chat":
            raise bad_request("can't change commands in a private chat")
        member = chat.member(scope["user_id"]) if scope["type"] == "chat_member" else None
        if scope["type"] == "chat_member" and member is None:
            raise bad_request("PARTICIPANT_ID_INVALID")
    return key


@method
def set_my_commands(api: Api, *, commands: list[Any], scope: Json | None = None, language_code: str = "") -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    key = _scope(api, scope), _language(language_code)
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not isinstance(command, dict):
            raise bad_request("can't parse BotCommand: expected an Object")
        if not re.fullmatch("[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [
        {"command": command["command"].removeprefix("/"), "description": command["description"]} for command in commands
    ]
    if kept:
        api.bot.commands[key] = kept
    else:
        api.bot.commands.pop(key, None)
    api.world.changed.fire()
    return True


@method
def get_my_commands(api: Api, *, scope: Json | None = None, language_code: str = "") -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands"""
    return api.bot.commands.get((_scope(api, scope), _language(language_code)), [])


@method
def delete_my_commands(api: Api, *, scope: Json | None = None, language_code: str = "") -> bool:
    """https://core.telegram.org/bots/api#deletemycommands"""
    api.bot.commands.pop((_scope(api, scope), _language(language_code)), None)
    api.world.changed.fire()
    return True


def _set(api: Api, field: str, value: str, language_code: str) -> bool:
    key = field, _language(language_code)
    if len(value) > _LIMITS[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    if value:
        api.bot.profile[key] = value
    else:
        api.bot.profile.pop(key, None)
    return True


def _get(api: Api, field: str, language_code: str, default: str = "") -> Json:
    profile = api.bot.profile
    found = profile.get((field, _language(language_code))) or profile.get((field, ""), default)
    return {field: found}


@method
def set_my_name(api: Api, *, name: str = "", language_code: str = "") -> bool:
    """https://core.telegram.org/bots/api#setmyname"""
    return _set(api, "name", name, language_code)


@method
def get_my_name(api: Api, *, language_code: str = "") -> Json:
    """https://core.telegram.org/bots/api#getmyname"""
    return _get(api, "name", language_code, api.bot.user.first_name)


@method
def set_my_description(api: Api, *, description: str = "", language_code: str = "") -> bool:
    """https://core.telegram.org/bots/api#setmydescription"""
    return _set(api, "description", description, language_code)


@method
def get_my_description(api: Api, *, language_code: str = "") -> Json:
    """https://core.telegram.org/bots/api#getmydescription"""
    return _get(api, "description", language_code)


@method
def set_my_short_description(api: Api, *, short_description: str = "", language_code: str = "") -> bool:
    """https://core.telegram.org/bots/api#setmyshortdescription"""
    return _set(api, "short_description", short_description, language_code)


@method
def get_my_short_description(api: Api, *, language_code: str = "") -> Json:
    """https://core.telegram.org/bots/api#getmyshortdescription"""
    return _get(api, "short_description", language_code)


@method
def set_chat_menu_button(api: Api, *, chat_id: int | None = None, menu_button: Json | None = None) -> bool:
    """https://core.telegram.org/bots/api#setchatmenubutton"""
    if chat_id is not None and not find_chat(api, chat_id).private:
        raise bad_request("chat not found")
    api.bot.menu_buttons[chat_id or 0] = menu_button or {"type": "default"}
    return True


@method
def get_chat_menu_button(api: Api, *, chat_id: int | None = None) -> Json:
    """https://core.telegram.org/bots/api#getchatmenubutton"""
    buttons = api.bot.menu_buttons
    return buttons.get(chat_id or 0) or buttons.get(0, {"type": "commands"})
