"""Users, chats, members and messages in the shapes of the Bot API (https://core.telegram.org/bots/api)."""

from typing import Any

from sandbox.model import ADMIN_RIGHTS, PERMISSIONS, Chat, File, Member, SeenMessage, User

Json = dict[str, Any]


def user(user: User) -> Json:
    """User. Telegram tells the language only of people who have themselves written or tapped something."""
    shape: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        shape["last_name"] = user.last_name
    if user.username:
        shape["username"] = user.username
    if user.language and user.heard and not user.is_bot:
        shape["language_code"] = user.language
    return shape


def chat(chat: Chat) -> Json:
    """Chat."""
    shape: Json = {"id": chat.id, "type": chat.type}
    if chat.user is not None:
        person = chat.user
        shape["first_name"] = person.first_name
        if person.last_name:
            shape["last_name"] = person.last_name
        if person.username:
            shape["username"] = person.username
        return shape
    shape["title"] = chat.title
    if chat.username:
        shape["username"] = chat.username
    if chat.forum:
        shape["is_forum"] = True
    return shape


def member(member: Member, chat: Chat) -> Json:
    """ChatMember, one of its six kinds."""
    shape: Json = {"user": user(member.user), "status": member.status}
    if member.status == "creator":
        shape["is_anonymous"] = member.anonymous
    elif member.status == "administrator":
        shape["can_be_edited"] = False
        shape["is_anonymous"] = member.anonymous
        for right in ADMIN_RIGHTS:
            if right == "can_manage_topics" and not chat.forum:
                continue
            shape[right] = member.rights.get(right, False)
    elif member.status == "restricted":
        shape["is_member"] = member.in_chat
        shape["until_date"] = member.until
        for right in PERMISSIONS:
            shape[right] = member.rights.get(right, False)
    elif member.status == "kicked":
        shape["until_date"] = member.until
    if member.title and member.admin:
        shape["custom_title"] = member.title
    return shape


def media(file: File) -> Json:
    """The part of a Message that holds a file: Document, PhotoSize (the one there is) or Voice."""
    shape: Json = {"file_id": file.id, "file_unique_id": file.unique_id}
    if file.kind == "photo":
        shape |= {"width": file.width, "height": file.height, "file_size": len(file.content)}
        return {"photo": [shape]}
    shape |= {"mime_type": file.mime_type, "file_size": len(file.content)}
    if file.kind == "voice":
        return {"voice": shape | {"duration": file.duration}}
    return {"document": shape | {"file_name": file.name}}


def inaccessible(message: SeenMessage) -> Json:
    """InaccessibleMessage: what is left of a deleted message in a tap on an old copy of it."""
    return {"chat": chat(message.chat), "message_id": message.id, "date": 0}


def message(message: SeenMessage, *, with_reply: bool = True) -> Json:
    """Message; the message replied to comes without its own reply."""
    shape: Json = {"message_id": message.id, "date": message.date, "chat": chat(message.chat)}
    if message.sender is not None:
        shape["from"] = user(message.sender)
    if message.sender_chat is not None:
        shape["sender_chat"] = chat(message.sender_chat)
    if message.thread is not None:
        shape["message_thread_id"] = message.thread
        if message.in_topic:
            shape["is_topic_message"] = True
    if message.forwarded is not None:
        shape["forward_origin"] = message.forwarded
    original = message.reply_to
    if original is None and message.in_topic and message.thread != message.id:
        original = message.chat.messages.get(message.thread or 0)  # in topics, Telegram names the topic's creation
    if original is not None and with_reply and not original.deleted:
        shape["reply_to_message"] = _original(original)
    if message.quote is not None and with_reply:
        shape["quote"] = message.quote
    if message.edit_date is not None:
        shape["edit_date"] = message.edit_date
    if message.protected:
        shape["has_protected_content"] = True
    if message.media:
        shape |= message.media
    if message.text:
        caption = message.is_caption
        shape["caption" if caption else "text"] = message.text
        if message.entities:
            shape["caption_entities" if caption else "entities"] = message.entities
    if message.preview:
        shape["link_preview_options"] = message.preview
    if message.service:
        shape |= message.service
    if message.inline:
        shape["reply_markup"] = {"inline_keyboard": message.inline}
    return shape


def _original(replied: SeenMessage) -> Json:
    return message(replied, with_reply=False)
