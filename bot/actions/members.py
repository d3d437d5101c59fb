"""Members: invited by phone with a link that works once, asked for consent, connected, let go, out of reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions import claims
from bot.context import App, Work
from bot.rules.members import invitable, upcoming
from bot.rules.members import near as is_near
from bot.rules.model import Claim, Party, Person, Request
from bot.rules.timetable import Due, Occasion, Verb
from storage import audit, drafts, outbox, people, requests, tokens
from storage.drafts import DraftRow

INVITATION = "invitation"
"""The kind of draft that waits for a member's answer; also its `asking`, so that typed words ask again."""


# --- a coordinator invites -------------------------------------------------------------------------------------------


async def to_invite(app: App, party_id: int) -> tuple[Request, Party] | None:
    """The party to invite a member for. None when its request is over."""
    async with app.db.reading() as tx:
        request = await requests.load_by_party(tx, party_id)
    return None if request is None or not invitable(request, app.now()) else (request, _party(request, party_id))


def _party(request: Request, party_id: int) -> Party:
    return next(party for party in request.parties if party.id == party_id)


async def invite(app: App, person: Person, party_id: int, language: str, update_id: int) -> str | None:
    """A fresh link for the party's member. Older links, and what was opened by one and not answered, are void;
    whoever was connected is not any more. None when the request is over.
    """
    async with app.work(update_id) as work:
        request = await requests.load_by_party(work.tx, party_id)
        if request is None or not invitable(request, work.now):
            work.outcome = "refused"
            return None
        await _let_go(work, _party(request, party_id))
        await tokens.withdraw(work.tx, "member", party_id)
        for old in await drafts.about(work.tx, party_id, INVITATION):
            await drafts.delete(work.tx, old.id)
        token = await tokens.issue(work.tx, "member", work.now + app.policy.link, subject_id=party_id)
        await audit.note(work.tx, "member invited", work.now, actor=person.id, subject=request.id)
        await _changed(app, work, request.id)
    return app.deep_link(f"member-{token}-{app.translator(language).language}")


async def _let_go(work: Work, party: Party) -> None:
    """The member's message says nothing more about the appointment."""
    if party.member_id is None or party.member_since is None:
        return
    message_id = await requests.member_message(work.tx, party.id)
    await requests.let_go(work.tx, party.id)
    if message_id is not None:  # the message's number is all that is left to find it by
        key = f"{Occasion.MEMBER_LET_GO}:{party.id}:{int(work.now.timestamp())}"
        due = Due(key, Verb.SAY, Occasion.MEMBER_LET_GO, message_id, work.now, party.member_id)
        await outbox.put(work.tx, due)


async def _changed(app: App, work: Work, request_id: int) -> None:
    request = await requests.load(work.tx, request_id)
    if request is not None:
        await claims.changed(app, work, request)


# --- the member opens the link ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invitation:
    """An opened link that waits for an answer: the language, or, once that is chosen, yes or no."""

    draft_id: int
    language: str
    chosen: bool


async def open_link(app: App, person: Person, token: str, language: str, update_id: int) -> Invitation | Request | None:
    """The first to open a link uses it up. A request that is over or cancelled is returned as such; None for a
    link that is unknown, used, expired, or about a request the person has a seat in.
    """
    async with app.work(update_id) as work:
        found = await tokens.use(work.tx, token, person.id, work.now, "member")
        request = None if found is None else await requests.load_by_party(work.tx, found.subject_id or 0)
        if found is None or request is None or request.claim_of(person.id) is not None:
            work.outcome = "refused"
            return None
        if not upcoming(request, work.now):
            work.outcome = "ended"
            return request
        invitation = Invitation(0, app.translator(language).language, chosen=False)
        draft_id = await drafts.add(
            work.tx,
            person.id,
            INVITATION,
            work.now,
            subject_id=found.subject_id,
            asking=INVITATION,
            body=_body(invitation),
        )
        await _changed(app, work, request.id)
        work.outcome = "opened"
    return Invitation(draft_id, invitation.language, chosen=False)


def _body(invitation: Invitation) -> dict[str, object]:
    return {"language": invitation.language, "chosen": invitation.chosen}


async def pending(app: App, person: Person) -> Invitation | None:
    """The invitation the person opened last and has not answered."""
    async with app.db.reading() as tx:
        rows = await drafts.of_kind(tx, person.id, INVITATION)
        body = await drafts.body(tx, rows[0].id) if rows else None
    return None if body is None else Invitation(rows[0].id, body["language"], body["chosen"])


@dataclass(frozen=True)
class Answer:
    """An answered invitation: its request, whether they are the member now, and the language chosen."""

    request: Request
    joined: bool
    language: str
    party_id: int = 0


async def choose_language(
    app: App, person: Person, draft_id: int, language: str, update_id: int
) -> Invitation | Answer | None:
    """A language button. An Answer means that the request is over by now, None that there is no invitation."""
    async with app.work(update_id) as work:
        found = await _opened(work, person, draft_id)
        if found is None:
            return None
        row, request, _ = found
        if not upcoming(request, work.now):
            await drafts.delete(work.tx, row.id)
            return Answer(request, joined=False, language=app.translator(language).language)
        invitation = Invitation(row.id, app.translator(language).language, chosen=True)
        await drafts.set_body(work.tx, row.id, _body(invitation), work.now)
    return invitation


async def _opened(work: Work, person: Person, draft_id: int) -> tuple[DraftRow, Request, Invitation] | None:
    """The person's own open invitation; None looks the same for "not yours" and "gone"."""
    row = await drafts.load(work.tx, draft_id)
    if row is None or row.owner_id != person.id or row.kind != INVITATION:
        return None
    body = await drafts.body(work.tx, draft_id)
    request = await requests.load_by_party(work.tx, row.subject_id or 0)
    if body is None or request is None:
        return None
    return row, request, Invitation(row.id, body["language"], body["chosen"])


async def join(app: App, person: Person, draft_id: int, message_id: int | None, update_id: int) -> Answer | None:
    """*Yes*: the person is the member of the party from now on, and hears of it in the language they chose."""
    async with app.work(update_id) as work:
        found = await _opened(work, person, draft_id)
        if found is None or not found[2].chosen:
            work.outcome = "refused"
            return None
        row, request, invitation = found
        await drafts.delete(work.tx, draft_id)
        if request.claim_of(person.id) is not None:  # took a seat in it since the link was opened
            work.outcome = "refused"
            return None
        if not upcoming(request, work.now):
            return Answer(request, joined=False, language=invitation.language)
        await people.set_language(work.tx, person.id, invitation.language)
        await requests.set_member(work.tx, row.subject_id or 0, person.id, message_id, work.now)
        await audit.note(work.tx, "member connected", work.now, actor=person.id, subject=request.id)
        await _changed(app, work, request.id)
    return Answer(request, joined=True, language=invitation.language, party_id=row.subject_id or 0)


async def decline(app: App, person: Person, draft_id: int, update_id: int) -> str | None:
    """*No*: nothing is stored, and the contact hears it; the language to say so in. None when nothing is asked."""
    async with app.work(update_id) as work:
        found = await _opened(work, person, draft_id)
        if found is None:
            return None
        row, request, invitation = found
        await drafts.delete(work.tx, draft_id)
        await people.forget_passer_by(work.tx, person.id)
        await audit.note(work.tx, "member declined", work.now, subject=request.id)
        if upcoming(request, work.now):
            key = f"{Occasion.MEMBER_DECLINED}:{row.subject_id}:{int(work.now.timestamp())}"
            due = Due(key, Verb.SAY, Occasion.MEMBER_DECLINED, row.subject_id or 0, work.now, request.contact_id)
            await outbox.put(work.tx, due)
            await _changed(app, work, request.id)
    return invitation.language


# --- plans changed ---------------------------------------------------------------------------------------------------


async def may_change_plans(app: App, person: Person, party_id: int) -> bool:
    """Whether it is the person's own date, and not over."""
    async with app.db.reading() as tx:
        request = await requests.load_by_party(tx, party_id)
    return request is not None and _may_change_plans(request, person, party_id, app.now())


def _may_change_plans(request: Request, person: Person, party_id: int, now: datetime) -> bool:
    return upcoming(request, now) and _party(request, party_id).member_id == person.id


async def plans_changed(app: App, person: Person, party_id: int, update_id: int) -> Request | None:
    """The member's plans changed: the coordinators hear it, and nobody is asked anything until they decide. None
    where it is not the person's, or over.
    """
    async with app.work(update_id) as work:
        request = await requests.load_by_party(work.tx, party_id)
        if request is None or not _may_change_plans(request, person, party_id, work.now):
            return None
        for party in request.parties:  # a member of several has said it for all
            if party.member_id == person.id and party.paused_at is None:
                await requests.set_paused(work.tx, party.id, work.now)
        await audit.note(work.tx, "plans changed", work.now, actor=person.id, subject=request.id)
        await _changed(app, work, request.id)
    return request


async def goes_on(app: App, person: Person, request_id: int, update_id: int) -> Request | None:
    """A coordinator knows: it goes on as planned, and reminders do too. None when it is over."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or not upcoming(request, work.now):
            return None
        for party in request.parties:
            await requests.set_paused(work.tx, party.id, None)
        await audit.note(work.tx, "goes on", work.now, actor=person.id, subject=request.id)
        await claims.reload_and_change(app, work, request.id, person.id)
    return request


async def dates(app: App, person: Person) -> list[Request]:
    """What the person is reminded of, soonest first."""
    async with app.db.reading() as tx:
        return await requests.of_member(tx, person.id, app.now())


@dataclass(frozen=True)
class Near:
    """What somebody may write about: a date they are the member of, and their own seat, today or tomorrow."""

    date: Request | None
    seat: tuple[Request, Claim] | None


async def near(app: App, person: Person) -> Near | None:
    """None for whoever has nothing today or tomorrow."""
    ended = app.now() - app.policy.fold  # they may not be home yet
    async with app.db.reading() as tx:
        dates = await requests.of_member(tx, person.id, ended)
        seats = await requests.claimed_by(tx, person.id, ended)
    date = next((request for request in dates if is_near(request, app.now(), app.zone)), None)
    taken = next((request for request in seats if is_near(request, app.now(), app.zone)), None)
    claim = None if taken is None else taken.claim_of(person.id)
    seat = None if taken is None or claim is None else (taken, claim)
    return Near(date, seat) if date or seat else None


# --- out of reach ----------------------------------------------------------------------------------------------------


async def out_of_reach(app: App, work: Work, person_id: int) -> None:
    """Nothing can be told to the member any more: the contact hears it, once."""
    for request in await requests.of_member(work.tx, person_id, work.now):
        for party in request.parties:
            if party.member_id == person_id and party.lost_at is None:
                await requests.set_lost(work.tx, party.id, work.now)
        await _changed(app, work, request.id)


async def back_in_reach(app: App, work: Work, person_id: int) -> None:
    """The member can be written to again."""
    for request in await requests.of_member(work.tx, person_id, work.now):
        lost = [party for party in request.parties if party.member_id == person_id and party.lost_at is not None]
        for party in lost:
            await requests.set_lost(work.tx, party.id, None)
        if lost:
            await _changed(app, work, request.id)
