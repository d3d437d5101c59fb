"""Sending, editing and deleting messages; answering taps.

https://core.telegram.org/bots/api#available-methods and #updating-messages
"""

import re
from typing import Any

from sandbox import html, shapes
from sandbox.errors import bad_request
from sandbox.methods.access import find_message, joined, me, readable, writable
from sandbox.methods.files import stored_file
from sandbox.methods.markup import for_editing, for_sending
from sandbox.methods.registry import Api, ChatId, FileSource, Json, method
from sandbox.model import TELEGRAM, Chat, File, SeenMessage
from sandbox.text import Entity, found_entities, trimmed, utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ANSWER = 200
DELETABLE = 48 * 3600
TAP_TOO_OLD = 150
QUERY_INVALID = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def parsed(api: Api, text: str, parse_mode: str | None, entities: list[Any] | None) -> tuple[str, list[Entity]]:
    """The plain text and its entities, given and found."""
    if parse_mode and parse_mode.lower() == "html":
        try:
            text, given = html.parse(text, api.world.user_json_for(api.bot))
        except html.ParseError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    elif parse_mode:
        api.violation(f"parse_mode {parse_mode}: the sandbox knows HTML only")
        raise bad_request("unsupported parse_mode")
    else:
        given = list(entities or [])
        for entity in given:
            _check_bounds(entity, utf16_length(text))
    text, given = trimmed(text, given)
    return text, found_entities(text, given)


def _check_bounds(entity: Entity, length: int) -> None:
    start = entity["offset"]
    if start < 0 or entity["length"] <= 0 or start + entity["length"] > length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {length}"
        )


def message_text(api: Api, text: str, parse_mode: str | None, entities: list[Any] | None) -> tuple[str, list[Entity]]:
    """Checked text of a message: 1–4096 characters after entities parsing."""
    if not text:
        raise bad_request("message text is empty")
    plain, found = parsed(api, text, parse_mode, entities)
    if not plain:
        raise bad_request("text must be non-empty")
    if utf16_length(plain) > MAX_TEXT:
        raise bad_request("message is too long")
    return plain, found


def caption_text(
    api: Api, caption: str | None, parse_mode: str | None, entities: list[Any] | None
) -> tuple[str, list[Entity]]:
    """Checked caption: 0–1024 characters after entities parsing."""
    plain, found = parsed(api, caption or "", parse_mode, entities)
    if utf16_length(plain) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return plain, found


def thread_of(api: Api, chat: Chat, thread: int | None, replied: SeenMessage | None) -> tuple[int | None, bool]:
    """The thread a new message belongs to, and whether that is a forum topic."""
    if chat.forum:
        if thread is None and replied is not None and replied.in_topic:
            thread = replied.thread
        if thread in (None, 1):  # the general topic
            return None, False
        topic = chat.topics.get(thread)
        if topic is None:
            raise bad_request("message thread not found")
        member = me(api, chat)
        if topic.closed and not member.may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")
        return thread, True
    if thread is not None:
        root = find_message(chat, thread) if chat.type == "supergroup" else None
        if root is None:
            raise bad_request("message thread not found")
        return thread, False
    if replied is not None and chat.type == "supergroup":
        return replied.thread or replied.id, False
    return None, False


def replied_message(api: Api, chat: Chat, reply: Json | None) -> SeenMessage | None:
    """The message that is answered; a missing one is an error unless `allow_sending_without_reply`.

    That parameter counts for nothing when the reply goes to another chat.
    """
    if not reply:
        return None
    source = chat if reply.get("chat_id") is None else readable(api, reply["chat_id"])
    message = find_message(source, reply.get("message_id", 0))
    if message is None:
        if source is chat and reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    if source is not chat and message.protected:
        raise bad_request("message to be replied can't be forwarded")
    return message if source is chat else None


def quoted(api: Api, replied: SeenMessage | None, reply: Json | None) -> Json | None:
    """TextQuote: the part of the original that is answered, which must be there word for word."""
    if replied is None or not reply or not reply.get("quote"):
        return None
    quote, entities = parsed(api, reply["quote"], reply.get("quote_parse_mode"), reply.get("quote_entities"))
    place = replied.text.find(quote)
    if place < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    shape: Json = {"text": quote, "position": utf16_length(replied.text[:place]), "is_manual": True}
    return shape | ({"entities": entities} if entities else {})


def send(
    api: Api,
    chat: Chat,
    *,
    message_thread_id: int | None = None,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
    **content: Any,
) -> SeenMessage:
    """Count, then put a message of the bot's into a chat."""
    replied = replied_message(api, chat, reply_parameters)
    thread, in_topic = thread_of(api, chat, message_thread_id, replied)
    inline, other = for_sending(reply_markup, chat)
    api.limiter.count(chat.id, group=chat.group)
    message = api.world.new_message(
        chat,
        sender=api.bot.user,
        reply_to=replied,
        quote=quoted(api, replied, reply_parameters),
        thread=thread,
        in_topic=in_topic,
        inline=inline,
        reply_markup=other,
        silent=disable_notification,
        protected=protect_content,
        **content,
    )
    if other is not None:
        show_keyboard(chat, message, other)
    return message


def show_keyboard(chat: Chat, message: SeenMessage, markup: Json) -> None:
    """Whose reply keyboard changes: everybody's, or with `selective` those meant by the message."""
    if "force_reply" in markup:
        return
    people = [chat.user.id] if chat.user else [m.user.id for m in chat.members.values() if not m.user.is_bot]
    if markup.get("selective") and not chat.private:
        meant = {e["user"]["id"] for e in message.entities if e["type"] == "text_mention"}
        if message.reply_to is not None and message.reply_to.sender is not None:
            meant.add(message.reply_to.sender.id)
        people = [person for person in people if person in meant]
    for person in people:
        if "keyboard" in markup:
            chat.keyboards[person] = message
        else:
            chat.keyboards.pop(person, None)


@method
def send_message(
    api: Api,
    *,
    chat_id: ChatId,
    text: str,
    message_thread_id: int | None = None,
    parse_mode: str | None = None,
    entities: list[Any] | None = None,
    link_preview_options: Json | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#sendmessage"""
    chat = writable(api, chat_id)
    plain, found = message_text(api, text, parse_mode, entities)
    message = send(
        api,
        chat,
        text=plain,
        entities=found,
        preview=link_preview_options,
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


@method
def send_document(
    api: Api,
    *,
    chat_id: ChatId,
    document: FileSource,
    message_thread_id: int | None = None,
    caption: str | None = None,
    parse_mode: str | None = None,
    caption_entities: list[Any] | None = None,
    disable_content_type_detection: bool = False,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#senddocument"""
    del disable_content_type_detection  # nothing is detected here
    chat = writable(api, chat_id, right="can_send_documents", what="documents")
    plain, found = caption_text(api, caption, parse_mode, caption_entities)
    file = stored_file(api, document, "document")
    _takes_voice(chat, file)
    message = send(
        api,
        chat,
        text=plain,
        entities=found,
        file=file,
        media=shapes.media(file),
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


@method
def send_photo(
    api: Api,
    *,
    chat_id: ChatId,
    photo: FileSource,
    message_thread_id: int | None = None,
    caption: str | None = None,
    parse_mode: str | None = None,
    caption_entities: list[Any] | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#sendphoto"""
    chat = writable(api, chat_id, right="can_send_photos", what="photos")
    plain, found = caption_text(api, caption, parse_mode, caption_entities)
    file = stored_file(api, photo, "photo")
    message = send(
        api,
        chat,
        text=plain,
        entities=found,
        file=file,
        media=shapes.media(file),
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


@method
def send_voice(
    api: Api,
    *,
    chat_id: ChatId,
    voice: FileSource,
    message_thread_id: int | None = None,
    caption: str | None = None,
    parse_mode: str | None = None,
    caption_entities: list[Any] | None = None,
    duration: int = 0,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#sendvoice (what is neither OGG nor MP3 nor M4A comes as a document)"""
    chat = writable(api, chat_id, right="can_send_voice_notes", what="voice notes")
    plain, found = caption_text(api, caption, parse_mode, caption_entities)
    file = stored_file(api, voice, "voice", duration)
    _takes_voice(chat, file)
    message = send(
        api,
        chat,
        text=plain,
        entities=found,
        file=file,
        media=shapes.media(file),
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


def _takes_voice(chat: Chat, file: File | None) -> None:
    """People with Premium may refuse voice messages in private."""
    if file is not None and file.kind == "voice" and chat.user is not None and chat.user.refuses_voice:
        raise bad_request("VOICE_MESSAGES_FORBIDDEN")


@method
def send_contact(
    api: Api,
    *,
    chat_id: ChatId,
    phone_number: str,
    first_name: str,
    last_name: str | None = None,
    vcard: str | None = None,
    message_thread_id: int | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#sendcontact"""
    chat = writable(api, chat_id, what="contacts")
    contact = {"phone_number": phone_number, "first_name": first_name}
    contact |= {key: value for key, value in (("last_name", last_name), ("vcard", vcard)) if value}
    message = send(
        api,
        chat,
        media={"contact": contact},
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


@method
def send_location(
    api: Api,
    *,
    chat_id: ChatId,
    latitude: float,
    longitude: float,
    message_thread_id: int | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#sendlocation"""
    chat = writable(api, chat_id, what="locations")
    message = send(
        api,
        chat,
        media={"location": {"latitude": latitude, "longitude": longitude}},
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


@method
def send_venue(
    api: Api,
    *,
    chat_id: ChatId,
    latitude: float,
    longitude: float,
    title: str,
    address: str,
    message_thread_id: int | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#sendvenue"""
    chat = writable(api, chat_id, what="venues")
    location = {"latitude": latitude, "longitude": longitude}
    message = send(
        api,
        chat,
        media={"venue": {"location": location, "title": title, "address": address}, "location": location},
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


_CHAT_ACTIONS = re.compile(
    "typing|choose_sticker|find_location|upload_photo|upload_document|(upload|record)_(video|voice|video_note)"
)


@method
def send_chat_action(api: Api, *, chat_id: ChatId, action: str, message_thread_id: int | None = None) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    thread_of(api, writable(api, chat_id), message_thread_id, None)
    if not _CHAT_ACTIONS.fullmatch(action):
        raise bad_request("wrong parameter action in request")
    return True


@method
def forward_message(
    api: Api,
    *,
    chat_id: ChatId,
    from_chat_id: ChatId,
    message_id: int,
    message_thread_id: int | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
) -> Json:
    """https://core.telegram.org/bots/api#forwardmessage"""
    joined(api, chat_id)
    source = find_message(readable(api, from_chat_id), message_id)
    if source is None:
        raise bad_request("message to forward not found")
    if source.protected or source.service:
        raise bad_request("message can't be forwarded")
    chat = _writable_for(api, chat_id, source)
    message = send(
        api,
        chat,
        **_content(source),
        forwarded=origin(source),
        message_thread_id=message_thread_id,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return shapes.message(message)


def origin(source: SeenMessage) -> Json:
    """MessageOrigin."""
    if source.forwarded is not None:
        return source.forwarded
    if source.sender_chat is not None:
        return {"type": "chat", "sender_chat": shapes.chat(source.sender_chat), "date": source.date}
    sender = source.sender or TELEGRAM
    return {"type": "user", "sender_user": shapes.user(sender), "date": source.date}


_RIGHTS = {
    "document": ("can_send_documents", "documents"),
    "photo": ("can_send_photos", "photos"),
    "voice": ("can_send_voice_notes", "voice notes"),
}


def _writable_for(api: Api, chat_id: ChatId, source: SeenMessage) -> Chat:
    """The chat, if the bot may send there what `source` holds."""
    if source.file is None:
        return writable(api, chat_id)
    right, what = _RIGHTS[source.file.kind]
    chat = writable(api, chat_id, right=right, what=what)
    _takes_voice(chat, source.file)
    return chat


def _content(source: SeenMessage) -> Json:
    return {"text": source.text, "entities": source.entities, "file": source.file, "media": source.media}


@method
def copy_message(
    api: Api,
    *,
    chat_id: ChatId,
    from_chat_id: ChatId,
    message_id: int,
    message_thread_id: int | None = None,
    caption: str | None = None,
    parse_mode: str | None = None,
    caption_entities: list[Any] | None = None,
    disable_notification: bool = False,
    protect_content: bool = False,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#copymessage"""
    joined(api, chat_id)
    source = find_message(readable(api, from_chat_id), message_id)
    if source is None:
        raise bad_request("message to copy not found")
    if source.protected or source.service:
        raise bad_request("message can't be copied")
    chat = _writable_for(api, chat_id, source)
    content = _content(source)
    if caption is not None and source.is_caption:
        content["text"], content["entities"] = caption_text(api, caption, parse_mode, caption_entities)
    message = send(
        api,
        chat,
        **content,
        message_thread_id=message_thread_id,
        reply_parameters=reply_parameters,
        reply_markup=reply_markup,
        disable_notification=disable_notification,
        protect_content=protect_content,
    )
    return {"message_id": message.id}


# --- editing


def editable(api: Api, chat_id: ChatId | None, message_id: int | None, inline_message_id: str | None) -> SeenMessage:
    """The bot's own message that is to be edited."""
    if inline_message_id is not None:
        raise bad_request("MESSAGE_ID_INVALID")
    if chat_id is None:
        raise bad_request("chat_id is empty")
    if message_id is None:
        raise bad_request("message identifier is not specified")
    chat = joined(api, chat_id)
    message = find_message(chat, message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not api.bot.user or message.service or message.reply_markup or message.forwarded:
        raise bad_request("message can't be edited")
    return message


def changed(api: Api, message: SeenMessage, text: str, entities: list[Entity], inline: list[list[Json]] | None) -> Json:
    """Put new content into a message; the same content again is an error."""
    api.limiter.count(message.chat.id, group=message.chat.group, edit=True)
    if (message.text, message.entities, message.inline) == (text, entities, inline):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.inline = text, entities, inline
    message.edited += 1
    message.edit_date = api.world.timestamp()
    message.chat.changed.fire()
    return shapes.message(message)


@method
def edit_message_text(
    api: Api,
    *,
    text: str,
    chat_id: ChatId | None = None,
    message_id: int | None = None,
    inline_message_id: str | None = None,
    parse_mode: str | None = None,
    entities: list[Any] | None = None,
    link_preview_options: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#editmessagetext"""
    message = editable(api, chat_id, message_id, inline_message_id)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    plain, found = message_text(api, text, parse_mode, entities)
    inline = for_editing(reply_markup, message.chat)
    result = changed(api, message, plain, found, inline)
    message.preview = link_preview_options
    return result


@method
def edit_message_caption(
    api: Api,
    *,
    chat_id: ChatId | None = None,
    message_id: int | None = None,
    inline_message_id: str | None = None,
    caption: str | None = None,
    parse_mode: str | None = None,
    caption_entities: list[Any] | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#editmessagecaption"""
    message = editable(api, chat_id, message_id, inline_message_id)
    if not message.is_caption:
        raise bad_request("there is no caption in the message to edit")
    plain, found = caption_text(api, caption, parse_mode, caption_entities)
    return changed(api, message, plain, found, for_editing(reply_markup, message.chat))


@method
def edit_message_reply_markup(
    api: Api,
    *,
    chat_id: ChatId | None = None,
    message_id: int | None = None,
    inline_message_id: str | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    message = editable(api, chat_id, message_id, inline_message_id)
    return changed(api, message, message.text, message.entities, for_editing(reply_markup, message.chat))


# --- deleting


def _deletable(api: Api, message: SeenMessage) -> bool:
    """Younger than 48 hours, and the bot's own, anyone's in a private chat, or as an admin who may.

    https://core.telegram.org/bots/api#deletemessage
    """
    if api.world.now().timestamp() - message.date >= DELETABLE:
        return False
    created = {"supergroup_chat_created", "forum_topic_created", "migrate_from_chat_id"}
    if created & message.service.keys():
        return False
    chat = message.chat
    if chat.private or message.sender is api.bot.user:
        return True
    member = me(api, chat)
    return member.may("can_delete_messages") or (chat.type == "group" and member.admin)


def _delete(message: SeenMessage) -> None:
    message.deleted = True
    if message.id in message.chat.pinned:
        message.chat.pinned.remove(message.id)
    message.chat.changed.fire()


def _deleting_in(api: Api, chat_id: ChatId) -> Chat:
    chat = readable(api, chat_id)
    if chat.group and not chat.present(api.bot.id):
        return joined(api, chat_id)
    return chat


@method
def delete_message(api: Api, *, chat_id: ChatId, message_id: int) -> bool:
    """https://core.telegram.org/bots/api#deletemessage"""
    message = find_message(_deleting_in(api, chat_id), message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(api, message):
        raise bad_request("message can't be deleted")
    _delete(message)
    return True


@method
def delete_messages(api: Api, *, chat_id: ChatId, message_ids: list[Any]) -> bool:
    """https://core.telegram.org/bots/api#deletemessages (those not found are skipped)"""
    chat = _deleting_in(api, chat_id)
    if not message_ids:
        raise bad_request("message identifiers are not specified")
    if len(message_ids) > 100:
        raise bad_request("too many message identifiers specified")
    found = [message for number in message_ids if (message := find_message(chat, number)) is not None]
    if not all(_deletable(api, message) for message in found):
        raise bad_request("message can't be deleted")
    for message in found:
        _delete(message)
    return True


# --- taps, pins, reactions


@method
def answer_callback_query(
    api: Api,
    *,
    callback_query_id: str,
    text: str | None = None,
    show_alert: bool = False,
    url: str | None = None,
    cache_time: int = 0,
) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery

    Once per tap, within 150 seconds; `url` may only lead back to the bot (t.me/<bot>?start=…).
    """
    del cache_time  # the people here tap anew every time
    query = api.world.queries.get(callback_query_id)
    if query is None or query.bot is not api.bot:
        raise bad_request(QUERY_INVALID)
    if query.answered:
        if not query.unheard:
            api.violation(f"answerCallbackQuery: the tap {callback_query_id} was answered twice")
        raise bad_request(QUERY_INVALID)
    if api.world.now().timestamp() - query.tapped_at > TAP_TOO_OLD:
        raise bad_request(QUERY_INVALID)
    if text is not None and utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url:
        link = re.fullmatch(r"(?:https?://)?(?:t|telegram)\.me/(\w+)\?start=([A-Za-z0-9_-]{1,64})", url)
        if link is None or link.group(1).lower() != api.bot.username.lower():
            raise bad_request("URL_INVALID")
    query.answered = True
    query.on_answer({"text": text or "", "show_alert": show_alert, "url": url})
    api.world.changed.fire()
    return True


@method
def pin_chat_message(api: Api, *, chat_id: ChatId, message_id: int, disable_notification: bool = False) -> bool:
    """https://core.telegram.org/bots/api#pinchatmessage"""
    chat = joined(api, chat_id)
    _may_pin(api, chat)
    message = find_message(chat, message_id)
    if message is None:
        raise bad_request("message to pin not found")
    if message.service:
        raise bad_request("message can't be pinned")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        pinned = shapes.message(message, with_reply=False)
        api.world.new_message(
            chat, sender=api.bot.user, service={"pinned_message": pinned}, silent=disable_notification
        )
    return True


def _may_pin(api: Api, chat: Chat) -> None:
    if chat.group:
        member = me(api, chat)
        open_to_all = chat.permissions.get("can_pin_messages", False) and member.status != "restricted"
        if not (member.may("can_pin_messages") or open_to_all or (chat.type == "group" and member.admin)):
            raise bad_request("not enough rights to manage pinned messages in the chat")


@method
def unpin_chat_message(api: Api, *, chat_id: ChatId, message_id: int | None = None) -> bool:
    """https://core.telegram.org/bots/api#unpinchatmessage"""
    chat = joined(api, chat_id)
    _may_pin(api, chat)
    if message_id is None and chat.pinned:
        message_id = chat.pinned[-1]
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    chat.changed.fire()
    return True


@method
def unpin_all_chat_messages(api: Api, *, chat_id: ChatId) -> bool:
    """https://core.telegram.org/bots/api#unpinallchatmessages"""
    chat = joined(api, chat_id)
    _may_pin(api, chat)
    chat.pinned.clear()
    chat.changed.fire()
    return True


@method
def set_message_reaction(
    api: Api, *, chat_id: ChatId, message_id: int, reaction: list[Any] | None = None, is_big: bool = False
) -> bool:
    """https://core.telegram.org/bots/api#setmessagereaction (one emoji; bots have no premium)"""
    del is_big  # no animation here
    chat = joined(api, chat_id)
    message = find_message(chat, message_id)
    if message is None:
        raise bad_request("message to react not found")
    wanted = reaction or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("type") != "emoji" or not one.get("emoji") for one in wanted):
        raise bad_request("REACTION_INVALID")
    if wanted:
        message.reactions[api.bot.id] = wanted
    else:
        message.reactions.pop(api.bot.id, None)
    chat.changed.fire()
    return True
