"""What should never come, and what should never be kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.i18n import Translator, languages
from bot.views.cards import trouble
from bot.views.people import choose_language
from sandbox import Group, Person
from tests.center import Center, open_center
from tests.clock import EASTERN
from tests.soak.process import process_center
from tests.soak.seeding import gather, know

Json = dict[str, Any]
PEOPLE = 49
ENGLISH = Translator("en", EASTERN)
QUESTION = choose_language(ENGLISH, languages()).text
CANARY = "xcanaryq7413"
SECRET = "xsecretq8524"
CHATTER = (
    "{} and good morning",
    "did you hear of {}?",
    "ride /ride {} maybe",
    "@AcompanaBot what about {}",
    "/ride@SomeOtherBot 2030-01-01 09:00 {} > Amherst",
    "https://example.org/{}",
)


def updates(volunteer: Person, group_id: int) -> dict[str, Json]:
    """Updates no server should send, by what is wrong with them. Some claim to come from the volunteer."""
    user = {"id": volunteer.id, "is_bot": False, "first_name": volunteer.first_name}
    private = {"id": volunteer.id, "type": "private", "first_name": volunteer.first_name}
    group = {"id": group_id, "type": "supergroup", "title": "Voluntarios"}
    text: Json = {"message_id": 7, "date": 1_790_000_000, "chat": private, "from": user, "text": "hello"}
    command = [{"type": "bot_command", "offset": 0, "length": 5}]
    tap: Json = {"id": "1", "from": user, "chat_instance": "1", "data": "claim:1:1", "message": text}
    left = {"user": user, "status": "left"}
    member: Json = {"chat": group, "from": user, "date": 1_790_000_000, "old_chat_member": left}
    return {
        "nothing but an id": {},
        "an empty message": {"message": {}},
        "a message that is no object": {"message": "hello"},
        "a message that is null": {"message": None},
        "a message that is a list": {"message": [text]},
        "no chat": {"message": _without(text, "chat")},
        "no date": {"message": _without(text, "date")},
        "no message id": {"message": _without(text, "message_id")},
        "a chat that is a number": {"message": {**text, "chat": 7}},
        "a chat of an unknown type": {"message": {**text, "chat": {**private, "type": "cave"}}},
        "a chat type that is a list": {"message": {**text, "chat": {**private, "type": ["group"]}}},
        "a chat type that is an object": {"message": {**text, "chat": {**group, "type": {}}}},
        "a sender without a name": {"message": {**text, "from": {"id": volunteer.id, "is_bot": False}}},
        "a sender's id that is text": {"message": {**text, "from": {**user, "id": "seven"}}},
        "a sender's id that is true": {"message": {**text, "from": {**user, "id": True}}},
        "a sender's id beyond 64 bits": {"message": {**text, "from": {**user, "id": 10**40}}},
        "a sender whose name is half a character": {"message": {**text, "from": {**user, "first_name": "\ud83d"}}},
        "a language that is a number": {"message": {**text, "from": {**user, "language_code": 7}}},
        "a text that is an object": {"message": {**text, "text": {"a": ["b", {"c": None}]}}},
        "a text that is half a character": {"message": {**text, "text": "\ud83d /my"}},
        "a date in the far future": {"message": {**text, "date": 10**18}},
        "a date that is no number": {"message": {**text, "date": "today"}},
        "entities beyond the text": {"message": {**text, "entities": [{**command[0], "offset": 90, "length": 90}]}},
        "entities that are text": {"message": {**text, "entities": "bold"}},
        "an entity that is a number": {"message": {**text, "entities": [7]}},
        "an entity without a length": {
            "message": {**text, "text": "/help", "entities": [_without(command[0], "length")]}
        },
        "a group command of a length that is text": {
            "message": {**text, "chat": group, "text": "/help", "entities": [{**command[0], "length": "five"}]}
        },
        "a group command of a length that is null": {
            "message": {**text, "chat": group, "text": "/help", "entities": [{**command[0], "length": None}]}
        },
        "a group's reply to a number": {"message": {**text, "chat": group, "reply_to_message": 7}},
        "a group's reply to nobody": {"message": {**text, "chat": group, "reply_to_message": {"from": 7}}},
        "a deeply nested reply": {"message": {**text, "reply_to_message": _nested(text, 60)}},
        "deeply nested nonsense": {"message": {**text, "nonsense": _nested({"a": 1}, 300)}},
        "a tap without a sender": {"callback_query": _without(tap, "from")},
        "a tap without anything": {"callback_query": {}},
        "a tap whose data is a number": {"callback_query": {**tap, "data": 7}},
        "a tap whose data is a bomb": {"callback_query": {**tap, "data": "claim:" + "z" * 5000}},
        "a tap on a message that is text": {"callback_query": {**tap, "message": "card"}},
        "a tap nobody made": {"callback_query": {**tap, "data": "leave:1:1"}},
        "a new member without a status": {"chat_member": {**member, "new_chat_member": {"user": user}}},
        "a new member of an unknown status": {"chat_member": {**member, "new_chat_member": {**left, "status": "god"}}},
        "no new member": {"chat_member": member},
        "a bot's change without a bot": {"my_chat_member": {**member, "new_chat_member": {}}},
        "an unknown kind": {"telepathy": {"from": user, "text": "hello"}},
        "an unknown kind that is a list": {"telepathy": [1, 2, 3]},
        "two kinds at once": {"message": text, "callback_query": tap},
        "a kind that is not asked for": {"edited_message": text},
        "members that are no list": {"message": {**text, "chat": group, "new_chat_members": 7}},
        "a migration to nowhere": {"message": {**text, "chat": group, "migrate_to_chat_id": "there"}},
    }


def _without(update: Json, name: str) -> Json:
    return {key: value for key, value in update.items() if key != name}


def _nested(inner: Json, depth: int) -> Json:
    for _ in range(depth):
        inner = {**inner, "reply_to_message": inner} if "text" in inner else {"a": inner}
    return inner


@pytest.mark.soak
async def test_one_malformed_update_among_50(tmp_path: Path) -> None:
    async with open_center(tmp_path) as center:
        await center.set_up()
        crowd = gather(center.telegram, center.volunteers, PEOPLE)
        await center.idle()
        await know(center.bot.app.db, crowd, center.bot.app.now())
        table = updates(crowd[0], center.volunteers.id)
        wrong = {}
        for name, update in table.items():
            problem = await among_50(center, crowd, update)
            if problem is not None:
                wrong[name] = problem
        async with center.bot.app.db.reading() as tx:
            aside = await tx.value("SELECT count(*) FROM inbox WHERE quarantined_at IS NOT NULL")
        print(
            f"\n{len(table)} malformed updates, each among {PEOPLE} good ones: {len(table) - len(wrong)} times all"
            f" {PEOPLE} were handled; {aside} were set aside after three tries"
        )
        assert wrong == {}
        words = trouble(center.bot.app.group_translators()).text
        assert sum(message.text == words for message in center.coordinators.messages) == 1, "told once an hour"


async def among_50(center: Center, crowd: list[Person], update: Json) -> str | None:
    """Everybody writes, and in the middle comes the malformed update; None when everybody got their one answer."""
    since = [len(driver.chat) for driver in crowd]
    for number, driver in enumerate(crowd):
        if number == PEOPLE // 2:
            center.telegram.inject(center.account, update)
        await driver.writes("/language")

    def unanswered() -> int:
        return sum(not _answers(driver, start) for driver, start in zip(crowd, since, strict=True))

    try:
        await center.telegram.until(lambda: not unanswered(), timeout=5)
        await center.idle()
    except Exception as error:  # whatever it was, the table goes on
        kind = type(error).__name__
        dead = center.bot.parts.done()
        problem = f"{unanswered()} of {PEOPLE} unanswered; the bot {f'died of {kind}' if dead else 'lives'}"
        center.account.queue.drop_all()
        async with asyncio.timeout(15):
            await center.restart()
        return problem
    twice = sum(_answers(driver, start) > 1 for driver, start in zip(crowd, since, strict=True))
    return f"{twice} were answered twice" if twice else None


def _answers(driver: Person, since: int) -> int:
    return sum(message.text == QUESTION for message in driver.chat[since:])


@pytest.mark.soak
async def test_chatter_reaches_no_file(tmp_path: Path) -> None:
    """A word in ordinary group chatter is in no file, not even sealed; one written to the bot is nowhere in clear."""
    async with process_center(tmp_path, LOG_LEVEL="DEBUG") as center:
        telegram, queue = center.telegram, center.account.queue
        await center.start()
        await center.set_up()
        crowd = gather(telegram, center.volunteers, 8)
        for driver in crowd[:4]:
            center.coordinators.add(driver)
        await telegram.until(lambda: not telegram.backlog(), timeout=20)
        first = queue.next_id
        for group in (center.volunteers, center.coordinators):
            await chatters(group)
        last = queue.next_id
        assert last - first >= 2 * len(CHATTER), "the bot is an admin and was sent all of it"
        for words in (f"/ride 2030-01-01 09:00 {SECRET} > Amherst", f"/grant rideshare @{SECRET}", SECRET):
            await center.rosa.writes(words)
            await telegram.until(lambda: center.rosa.last.by_bot, timeout=20)
        await telegram.until(lambda: not telegram.backlog(), timeout=20)
        looked_at = [files_with(tmp_path, word) for word in (CANARY, SECRET)]
        await center.kill()  # the -wal and -shm files stay
        looked_at += [files_with(tmp_path, word) for word in (CANARY, SECRET)]
        files = sorted(path.name for path in files_in(tmp_path))
        await center.start()
        await center.child.stop()
        async with center.database() as db, db.reading() as tx:
            rows = await tx.all("SELECT update_id FROM inbox")
        kept = {row["update_id"] for row in rows} & set(range(first, last))
        print(f"\n{last - first} group messages with a canary: {len(kept)} kept, found in {looked_at} of {files}")
        assert not any(looked_at)
        assert kept == set()
        assert {"acompana.sqlite3", "acompana.sqlite3-wal", "bot.log"} <= set(files)


def files_with(folder: Path, word: str) -> list[str]:
    """The files below a folder that hold the word, in UTF-8 or UTF-16."""
    forms = (word.encode(), word.encode("utf-16-le"), word.upper().encode(), word.lower().encode())
    return [str(path) for path in files_in(folder) if any(form in path.read_bytes() for form in forms)]


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def chatters(group: Group) -> None:
    """What people say to each other, in every form that holds words."""
    one, other = group.members[0], group.members[-1]
    for line in CHATTER:
        said = await one.writes(line.format(CANARY), to=group)
        await other.writes(f"{CANARY} yes", to=group, reply_to=said)
    said = await other.writes("hello", to=group)
    await other.edits(said, f"hello {CANARY}")
    await one.sends_photo(f"look, {CANARY}", to=group)
    await one.sends_document(f"{CANARY}.pdf", CANARY.encode(), f"a file of {CANARY}", to=group)
    await one.shares_contact(f"+1413{CANARY}", to=group)
    await one.sends_voice(to=group)
    await one.writes(f"as the group {CANARY}", to=group, as_channel=True)
