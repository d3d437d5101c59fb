"""Which commands a person is shown (https://core.telegram.org/bots/api#determining-list-of-commands)."""

from typing import Any

from sandbox.model import Bot, Chat, User

Json = dict[str, Any]

_PLAIN = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


def scope_key(scope: Json | None) -> str | None:
    """A BotCommandScope as a key; None for a wrong one."""
    kind = "default" if scope is None else scope.get("type")
    if kind in _PLAIN:
        return kind
    if scope is None or scope.get("chat_id") is None:
        return None
    if kind in ("chat", "chat_administrators"):
        return f"{kind}:{scope['chat_id']}"
    if kind == "chat_member" and scope.get("user_id") is not None:
        return f"chat_member:{scope['chat_id']}:{scope['user_id']}"
    return None


def menu(bot: Bot, chat: Chat, user: User) -> dict[str, str]:
    """Command → description, of the first list that is set, in the order Telegram looks."""
    if chat.private:
        keys = [f"chat:{chat.id}", "all_private_chats", "default"]
    else:
        member = chat.member(user.id)
        admin = member is not None and member.admin
        keys = [f"chat_member:{chat.id}:{user.id}"]
        keys += [f"chat_administrators:{chat.id}"] if admin else []
        keys += [f"chat:{chat.id}"]
        keys += ["all_chat_administrators"] if admin else []
        keys += ["all_group_chats", "default"]
    language = (user.language or "")[:2]
    for key in keys:
        for code in (language, "") if language else ("",):
            commands = bot.commands.get((key, code))
            if commands:
                return {command["command"]: command["description"] for command in commands}
    return {}
