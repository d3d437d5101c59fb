"""Meeting people, what they tell about themselves, and what they may do."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import claims, members
from bot.actions.board import redraw_board
from bot.context import App, Work
from bot.rules.lines import read_detail
from bot.rules.model import PROFILE_FIELDS, Person, Profile, Qualification, Reach
from bot.rules.problems import Problem
from storage import audit, drafts, people, tokens
from storage.people import Sight

__all__ = ["Sight"]


async def meet(app: App, sight: Sight, *, private: bool) -> Person:
    """The person behind an update, added when new. Writing to the bot privately opens that way back."""
    async with app.db.reading() as tx:
        person, different = await people.recognize(tx, sight)
    owner = sight.telegram_id in app.owner_ids
    reached = private and (person is None or person.reach is not Reach.YES)
    if person is not None and not different and not reached and (person.owner or not owner):
        return person
    async with app.work() as work:
        return await _met(app, work, sight, owner=owner, reached=private)


async def _met(app: App, work: Work, sight: Sight, *, owner: bool, reached: bool) -> Person:
    person = await people.find(work.tx, sight.telegram_id)
    if person is None:
        person_id = await people.add(work.tx, sight, work.now)
    else:
        person_id = person.id
        await people.set_looks(work.tx, person_id, sight)
    if reached:
        await people.set_reach(work.tx, person_id, Reach.YES)
        await members.back_in_reach(app, work, person_id)
        await redraw_board(work)
    if owner:
        await people.set_owner(work.tx, person_id)
    return await _known(work, person_id)


async def _known(work: Work, person_id: int) -> Person:
    person = await people.load(work.tx, person_id)
    if person is None:
        raise LookupError(f"person {person_id}")
    return person


async def blocked(app: App, telegram_id: int, update_id: int) -> None:
    """The person blocked the bot (Bot API my_chat_member in a private chat): nothing reaches them now."""
    async with app.work(update_id) as work:
        person = await people.find(work.tx, telegram_id)
        if person is not None:
            await people.set_reach(work.tx, person.id, Reach.NO)
            await claims.out_of_reach(app, work, person.id)
            await members.out_of_reach(app, work, person.id)


async def choose_language(app: App, person: Person, language: str, update_id: int) -> Person:
    async with app.work(update_id) as work:
        await people.set_language(work.tx, person.id, language)
    return replace(person, language=language)


async def promise(app: App, person: Person, update_id: int) -> Person:
    """The confidentiality promise, dated; seats held for it become the person's."""
    async with app.work(update_id) as work:
        if person.promised_at is None:
            await people.set_promised(work.tx, person.id, work.now)
            await audit.note(work.tx, "promise", work.now, actor=person.id)
        person = await _known(work, person.id)
        await claims.confirm_held(app, work, person)
    return person


async def use_owner_link(app: App, person: Person, token: str, update_id: int) -> bool:
    """The first to open the printed link becomes the owner; the link works once."""
    async with app.work(update_id) as work:
        found = await tokens.use(work.tx, token, person.id, work.now)
        if found is None:
            work.outcome = "refused"
            return False
        await people.set_owner(work.tx, person.id)
        await tokens.withdraw(work.tx, "owner")
        await audit.note(work.tx, "owner", work.now, actor=person.id)
    return True


async def owner_link(app: App) -> str | None:
    """A fresh single-use link for the first owner; None when there is an owner already."""
    async with app.work() as work:
        if app.owner_ids or await people.owner_exists(work.tx):
            return None
        await tokens.withdraw(work.tx, "owner")
        token = await tokens.issue(work.tx, "owner", work.now + app.policy.link)
    return app.deep_link(f"owner-{token}")


async def start_profile(app: App, person: Person, update_id: int) -> str:
    """Begins the questions of `/start` anew; returns the first field."""
    async with app.work(update_id) as work:
        for old in await drafts.of_kind(work.tx, person.id, "profile"):
            await drafts.delete(work.tx, old.id)
        await drafts.add(work.tx, person.id, "profile", work.now, asking=PROFILE_FIELDS[0])
        await people.set_profile_asked(work.tx, person.id)
        work.outcome = "asked"
    return PROFILE_FIELDS[0]


async def answer_profile(
    app: App, person: Person, field: str, text: str | None, update_id: int
) -> str | Problem | None:
    """Stores one answer (None skips) and returns the next field, or None when that was the last."""
    following = PROFILE_FIELDS[PROFILE_FIELDS.index(field) + 1 :]
    async with app.work(update_id) as work:
        asked = await drafts.of_kind(work.tx, person.id, "profile")
        if text is not None:
            read = read_detail(field, text)
            if isinstance(read, Problem):
                work.outcome = "refused"
                return read
            await people.set_profile(work.tx, person.id, field, read)
        if asked and following:
            await drafts.ask(work.tx, asked[0], following[0])
            return following[0]
        for draft in asked:
            await drafts.delete(work.tx, draft.id)
    return None


async def profile(app: App, person: Person) -> Profile | None:
    async with app.db.reading() as tx:
        return await people.profile(tx, person.id)


async def name_of(app: App, person_id: int) -> str:
    """The name coordinators use."""
    async with app.db.reading() as tx:
        return (await people.names(tx, frozenset({person_id}))).get(person_id, "")


async def find_target(app: App, words: str) -> Person | None:
    """Whoever a coordinator means: a Telegram id, or the @name of someone the bot has met."""
    async with app.db.reading() as tx:
        if words.isascii() and words.isdigit() and len(words) < 20:
            return await people.find(tx, int(words))
        if words.startswith("@"):
            return await people.find_by_username(tx, words)
    return None


async def grant(app: App, by: Person, to: Person, qualification: Qualification, update_id: int) -> bool:
    """Whether it is new."""
    async with app.work(update_id) as work:
        new = await people.grant(work.tx, to.id, qualification, by.id, work.now)
        await audit.note(work.tx, f"grant {qualification}", work.now, actor=by.id, subject=to.id)
    return new


async def revoke(app: App, by: Person, to: Person, qualification: Qualification, update_id: int) -> bool:
    """Whether there was one to take."""
    async with app.work(update_id) as work:
        had = await people.revoke(work.tx, to.id, qualification)
        await audit.note(work.tx, f"revoke {qualification}", work.now, actor=by.id, subject=to.id)
        await claims.give_back(app, work, await _known(work, to.id))
    return had
