"""What the page shows, as JSON: the state of everything, and one person's phone."""

from typing import Any

from sandbox import html, scopes
from sandbox.model import Chat, File, SeenMessage, body_words, clock, service_words
from sandbox.people import Person
from sandbox.pretend import Pretend

Json = dict[str, Any]
SHOWN = 60  # messages of a chat
PRIVATE = "private"  # how the private chat with the bot is called here; groups go by their ids


def state(sandbox: Pretend) -> Json:
    """Everything but the phones."""
    child = sandbox.child
    faults = sandbox.faults
    return {
        "title": sandbox.title,
        "time": sandbox.now().timestamp(),
        "zone": sandbox.timezone.key,
        "clock_moves": sandbox.clock_moves,
        "bot": {"name": sandbox.bot.user.first_name, "username": sandbox.bot.username},
        "backlog": sandbox.backlog(),
        "child": None if child is None else {"running": child.running, "state": child.state},
        "people": [
            {"id": person.id, "name": person.name, "language": person.language} for person in sandbox.people.values()
        ],
        "phones": [person.id for person in sandbox.phones or list(sandbox.people.values())[:4]],
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "username": group.chat.username,
                "members": len(group.members),
                "pinned": _pinned(group.chat),
                "messages": [message(m, None) for m in group.messages[-SHOWN:]],
            }
            for group in sandbox.groups
        ],
        "faults": [
            {"method": fault.method, "times": fault.times, "status": fault.status, "when": fault.when}
            for fault in faults.pending
        ],
        "latency": faults.latencies.get("*", 0),
        "violations": sandbox.violations[-20:],
        "calls": [
            {
                "method": call.method,
                "chat": call.chat_id,
                "status": call.status,
                "description": call.description,
            }
            for call in list(sandbox.calls)[-200:]
            if call.method != "getUpdates"
        ][-40:],
    }


def phone(sandbox: Pretend, person: Person) -> Json:
    """One person's phone: their chats with the newest messages, and the groups they are not in."""
    private = person.private_chat()
    chats = [_chat(sandbox, private, person) | {"id": PRIVATE, "title": sandbox.bot.user.first_name}]
    chats += [_chat(sandbox, group.chat, person) for group in person.groups]
    return {
        "id": person.id,
        "name": person.name,
        "phone": person.phone,
        "started": private.started,
        "blocked": private.blocked,
        "chats": chats,
        "outside": [
            {"id": str(group.id), "title": group.title} for group in sandbox.groups if not group.chat.present(person.id)
        ],
    }


def _chat(sandbox: Pretend, chat: Chat, person: Person) -> Json:
    shown = chat.visible()
    return {
        "id": str(chat.id),
        "title": chat.name,
        "kind": chat.type,
        "username": chat.username,
        "members": sum(member.present and not member.user.is_bot for member in chat.members.values()),
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()],
        "pinned": _pinned(chat),
        "keyboard": _keyboard(chat, person),
        "menu": list(scopes.menu(sandbox.bot, chat, person.user).items()),
        "messages": [message(m, person) for m in shown[-SHOWN:]],
    }


def _pinned(chat: Chat) -> Json | None:
    if not chat.pinned:
        return None
    newest = chat.messages[chat.pinned[-1]]
    return {"id": newest.id, "text": _short(newest)[:80]}


def _keyboard(chat: Chat, person: Person) -> list[list[Json]]:
    source = chat.keyboards.get(person.id)
    rows = (source.reply_markup or {}).get("keyboard", []) if source is not None else []
    keys = [[{"text": key} if isinstance(key, str) else key for key in row] for row in rows]
    return [[{"text": key["text"], "contact": bool(key.get("request_contact"))} for key in row] for row in keys]


def message(seen: SeenMessage, person: Person | None) -> Json:
    """A message as a bubble."""
    replied = seen.reply_to
    shape: Json = {
        "id": seen.id,
        "chat": seen.chat.id,
        "sequence": seen.sequence,
        "mine": person is not None and seen.sender is person.user,
        "bot": seen.by_bot,
        "sender": seen.sender_name,
        "html": html.render(seen.text, seen.entities, links=True),
        "service": service_words(seen),
        "date": seen.date,
        "edited": seen.edited,
        "silent": not seen.rings,
        "pinned": seen.pinned,
        "topic": seen.chat.topics[seen.thread].name if seen.thread in seen.chat.topics else None,
        "buttons": [
            [{"text": b.text, "url": b.url, "copy": b.copy, "callback": b.data is not None} for b in row]
            for row in seen.buttons
        ],
        "reply": None,
        "file": None,
        "voice": None,
        "photo": None,
        "media": "",
    }
    if replied is not None:
        words = "Deleted message" if replied.deleted else (seen.quote or {}).get("text") or _short(replied)[:60]
        shape["reply"] = {"sender": replied.sender_name, "text": words, "chat": replied.chat.id, "id": replied.id}
    if seen.file is not None:
        shape["file" if seen.document else seen.file.kind] = _file(seen.file)
    elif seen.media:
        shape["media"] = _media_words(seen)
    return shape


def _short(seen: SeenMessage) -> str:
    """A message in a line, where it is quoted or pinned."""
    icons = {"voice": "🎤 Voice message", "photo": "🖼 Photo"}
    kind = seen.file.kind if seen.file is not None else ""
    return seen.text or icons[kind] if kind in icons else body_words(seen)


def _file(file: File) -> Json:
    shape: Json = {"name": file.name, "url": f"/sandbox/files/{file.id}"}
    if file.kind == "voice":
        shape["length"] = clock(file.duration)
    if file.kind == "photo":
        shape |= {"width": file.width, "height": file.height}
    return shape


def _media_words(seen: SeenMessage) -> str:
    contact = seen.media.get("contact")
    if contact is not None:
        return f"👤 {contact['first_name']} {contact['phone_number']}"
    venue = seen.media.get("venue")
    if venue is not None:
        return f"📍 {venue['title']}, {venue['address']}"
    return "📍 Location" if "location" in seen.media else "Attachment"
