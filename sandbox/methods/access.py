"""Finding the chat a call means, and whether the bot may write there: refusals as Telegram words them."""

from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.methods.registry import Api, ChatId
from sandbox.model import Chat, Member, SeenMessage

NOT_STARTED = "bot can't initiate conversation with a user"


def find_chat(api: Api, chat_id: ChatId) -> Chat:
    """The chat, if the bot may know of it at all."""
    world = api.world
    if isinstance(chat_id, str):
        for chat in (*world.groups.values(), *world.channels.values()):
            if chat.username and chat.username.lower() == chat_id[1:].lower():
                return chat
        raise bad_request("chat not found")
    if chat_id > 0:
        private = world.private.get((api.bot.id, chat_id))
        if private is not None and private.messages:
            return private
        user = world.users.get(chat_id)
        if user is None or not world.known_to(api.bot, user):
            raise bad_request("chat not found")
        return world.private_chat(api.bot, user)
    found = world.groups.get(chat_id)
    if found is None:
        raise bad_request("chat not found")
    if found.migrated_to is not None:
        raise upgraded(found.migrated_to)
    if found.member(api.bot.id) is None and not found.username:
        raise bad_request("chat not found")
    return found


def upgraded(chat: Chat) -> ApiError:
    """The answer for a group that has become a supergroup."""
    return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.id)


def readable(api: Api, chat_id: ChatId) -> Chat:
    """The chat, if the bot may look into it."""
    chat = find_chat(api, chat_id)
    if chat.group:
        member = chat.member(api.bot.id)
        if member is not None and member.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if (member is None or not member.present) and not chat.username:
            raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def joined(api: Api, chat_id: ChatId) -> Chat:
    """The chat, if the bot takes part in it: a private chat that works, or a group it is in."""
    chat = readable(api, chat_id)
    if chat.private:
        user = api.world.users[chat.id]
        if user.is_bot:
            raise forbidden("bots can't send messages to bots")
        if user.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden(NOT_STARTED)
    elif not chat.present(api.bot.id):
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def writable(api: Api, chat_id: ChatId, *, right: str = "can_send_messages", what: str = "text messages") -> Chat:
    """The chat, if the bot may send there."""
    chat = joined(api, chat_id)
    if chat.group:
        member = me(api, chat)
        restricted = member.status == "restricted" and not member.rights.get(right, False)
        if restricted or (not member.admin and not chat.permissions.get(right, True)):
            raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def me(api: Api, chat: Chat) -> Member:
    """The bot's own place in a group it is in."""
    return chat.members[api.bot.id]


def find_message(chat: Chat, message_id: int) -> SeenMessage | None:
    """A message that is still there."""
    message = chat.messages.get(message_id)
    return None if message is None or message.deleted else message
