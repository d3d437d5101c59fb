"""Unfinished requests: kept in a hurry, gone on with, taken over, posted again, discarded; several people at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import board, drafts, editing, jobs, posting
from bot.actions.drafts import DraftView
from bot.actions.saying import Saying
from bot.rules.dates import Clock
from bot.rules.drafts import STEPS, Draft, Question, Unfinished
from bot.rules.model import Details, Duty, Kind, Person, Request
from bot.rules.problems import Problem
from bot.rules.wizard import place_code
from storage import drafts as rows
from storage import venues
from tests.actions.office import Office

NINE = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
TOLD = Details(name="Ana", phone="413-555-0100", street="45 Elm St")


async def keeps(office: Office, words: str = "Ana called, wants a ride", voice: str = "") -> DraftView:
    view = await drafts.keep(office.app, office.rosa, words, voice, office.update)
    assert isinstance(view, DraftView)
    return view


async def asked(office: Office, person: Person | None = None) -> str | None:
    row = await drafts.question_of(office.app, person or office.rosa)
    return None if row is None else row.asking


async def unfinished(office: Office) -> list[Unfinished]:
    return list((await board.load_board(office.app)).unfinished)


# --- kept in a hurry --------------------------------------------------------------------------------------------------


async def test_words_kept_in_a_hurry_are_on_the_board_and_ask_for_their_kind(office: Office) -> None:
    view = await keeps(office, voice="voice-file")
    assert (view.asking, view.draft.memo, view.draft.voice) == (
        Question.KIND, "Ana called, wants a ride", "voice-file",
    )  # fmt: skip
    assert await asked(office) is None  # the next words are no kind
    assert await unfinished(office) == [Unfinished(view.id, "Rosa", None, None, editing=False)]
    view = await office.answers(view, Question.KIND, "shift")
    assert (view.draft.kind, view.asking) == (Kind.SHIFT, Question.DUTY)


async def test_what_must_not_be_stored_is_not_kept(office: Office) -> None:
    assert await drafts.keep(office.app, office.rosa, "Ana A123456789", "", office.update) is Problem.A_NUMBER
    assert await unfinished(office) == []


async def test_words_and_voice_are_dropped_when_it_is_posted(office: Office) -> None:
    view = await keeps(office, "2026-12-03 09:00 Holyoke > Amherst", voice="voice-file")
    view = await office.answers(view, Question.KIND, "ride")
    assert view.draft.starts_at == NINE
    for question, answer in ((Question.PEOPLE, "2"), (Question.NEEDS, "done")):
        view = await office.answers(view, question, answer)
    request = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(request, Request)
    assert await office.details(request) == Details()
    async with office.app.db.reading() as tx:
        assert await rows.body(tx, view.id) is None
        assert await tx.key(view.id) is None


async def test_the_board_tells_the_day_of_what_is_unfinished(office: Office) -> None:
    await office.drafts("Thu Holyoke > Amherst")
    await office.drafts("2026-12-03 09:00 Holyoke")
    await office.drafts("Holyoke > Amherst")
    days = [entry.day.isoformat() if entry.day else None for entry in await unfinished(office)]
    assert sorted(days, key=str) == ["2026-11-26", "2026-12-03", None]


# --- the wizard -------------------------------------------------------------------------------------------------------

WIZARDS: dict[Kind, tuple[str, ...]] = {
    Kind.RIDE: ("2026-12-03", "9", "0", place_code("Holyoke"), place_code("Amherst"), "2", "done"),
    Kind.ACCOMPANIMENT: ("2026-12-03", "morning", place_code("Hartford"), "1", "es", "done"),
    Kind.INTERPRETING: ("2026-12-03", "18", "30", place_code("Springfield"), "es"),
    Kind.SHIFT: ("hotline", "2026-12-05", "10", "0", "none", "helper+", "done"),
}


@pytest.mark.parametrize("kind", list(Kind))
async def test_each_kind_is_posted_by_wizard(office: Office, kind: Kind) -> None:
    view = await office.drafts("", kind)
    for answer in WIZARDS[kind]:
        assert view.asking is not None
        newer = await office.answers(view, view.asking, answer)
        assert newer.version > view.version, answer
        view = newer
    request = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(request, Request)
    assert request.kind is kind
    assert await office.now(request) == request
    assert request.duty is (Duty.HOTLINE if kind is Kind.SHIFT else None)


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_step_can_go_back(office: Office, kind: Kind) -> None:
    view = await office.drafts("", kind)
    for answer in WIZARDS[kind]:
        assert view.asking is not None
        view = await office.answers(view, view.asking, answer)
    seen: list[str | None] = []
    for _ in STEPS[kind]:
        back = await drafts.change(office.app, office.rosa, view.id, "back", office.update)
        assert back is not None
        seen.append(back.asking)
    assert tuple(reversed(seen)) == STEPS[kind]


async def test_an_old_button_shows_what_is_asked_now_and_changes_nothing(office: Office) -> None:
    view = await office.drafts("", Kind.RIDE)
    newer = await office.answers(view, Question.DAY, "2026-12-03")
    for question, answer in ((Question.DAY, "2026-12-04"), (Question.HOUR, "99"), (Question.PEOPLE, "3"), ("x", "y")):
        same = await office.answers(view, question, answer)
        assert (same.asking, same.version, same.draft) == (Question.HOUR, newer.version, newer.draft)


async def test_a_tap_on_public_saves_a_venue_for_everybody(office: Office) -> None:
    view = await office.drafts("2026-12-03 09:00 Grange Hall > Amherst")
    assert (view.asking, view.private) == (Question.ORIGIN, True)
    view = await office.answers(view, Question.ORIGIN, "public")
    assert (view.asking, view.draft.origin, view.draft.details) == (None, "Grange Hall", (Details(),))
    async with office.app.db.reading() as tx:
        assert await venues.names(tx) == ("Grange Hall",)
    again = await office.drafts("2026-12-04 09:00 grange hall > Amherst")
    assert (again.asking, again.draft.origin) == (None, "Grange Hall")


async def test_a_town_chosen_for_private_words_saves_no_venue(office: Office) -> None:
    view = await office.drafts("2026-12-03 09:00 Holyoke > Grange Hall")
    await office.answers(view, Question.DESTINATION, place_code("Amherst"))
    async with office.app.db.reading() as tx:
        assert await venues.names(tx) == ()


async def test_places_used_lately_come_first(office: Office) -> None:
    await office.posts("2026-12-03 09:00 Springfield > Hartford")
    office.clock.forward(seconds=1)
    await office.posts("2026-12-04 09:00 Holyoke > Amherst")
    view = await office.drafts("2026-12-05 09:00")
    assert view.recent == ("Holyoke", "Springfield", "Amherst", "Hartford")  # at this end first
    assert set(view.places) == set(office.app.towns)
    view = await office.answers(view, Question.ORIGIN, place_code("Holyoke"))
    assert view.recent == ("Amherst", "Hartford", "Springfield")  # not where it begins


async def test_families_are_added_and_chosen(office: Office) -> None:
    view = await office.drafts()
    for number in range(2, drafts.MOST_PARTIES + 3):
        more = await drafts.change(office.app, office.rosa, view.id, "party", office.update)
        assert more is not None
        assert len(more.draft.details) == min(number, drafts.MOST_PARTIES)
    for how, party in (("1", 1), ("9", 1), ("-1", 1), ("nonsense", 1), ("0", 0)):
        chosen = await drafts.change(office.app, office.rosa, view.id, how, office.update)
        assert chosen is not None
        assert chosen.draft.party == party


# --- taken over -------------------------------------------------------------------------------------------------------


async def test_another_coordinator_goes_on_and_the_first_is_told(office: Office) -> None:
    view, eva = await office.drafts("2026-12-03 09:00"), await office.coordinates("Eva")
    taken = await drafts.take_over(office.app, eva, view.id, office.update)
    assert taken is not None
    assert (taken.asking, taken.draft) == (Question.ORIGIN, view.draft)
    assert (await asked(office), await asked(office, eva)) == (None, Question.ORIGIN)
    assert [entry.owner for entry in await unfinished(office)] == ["Eva"]
    assert (await office.works()).count("taken_over") == 1
    late = await drafts.answer_tap(
        office.app, office.rosa, view.id, Question.ORIGIN, place_code("Holyoke"), office.update
    )
    assert late is None  # it is not hers any more
    assert await drafts.view(office.app, office.rosa, view.id) is None
    back = await drafts.take_over(office.app, office.rosa, view.id, office.update)
    assert back is not None
    office.clock.forward(minutes=1)
    await drafts.take_over(office.app, eva, view.id, office.update)
    assert (await office.works()).count("taken_over") == 2  # each time it is told


async def test_ones_own_is_only_gone_on_with(office: Office) -> None:
    view = await office.drafts("2026-12-03 09:00")
    await drafts.stop_asking(office.app, office.rosa, office.update)
    same = await drafts.take_over(office.app, office.rosa, view.id, office.update)
    assert same is not None
    assert (same.version, await asked(office)) == (view.version, Question.ORIGIN)
    assert "taken_over" not in await office.works()


async def test_only_unfinished_requests_are_taken_over(office: Office) -> None:
    request, eva = await office.posts(), await office.coordinates("Eva")
    await posting.ask_request_detail(office.app, office.rosa, request.parties[0].id, "phone", office.update)
    row = await drafts.question_of(office.app, office.rosa)
    assert row is not None
    for draft_id in (row.id, 7):
        assert await drafts.take_over(office.app, eva, draft_id, office.update) is None
    assert await asked(office) == "detail:phone"


async def test_two_who_take_over_at_once_are_one_owner(office: Office) -> None:
    view = await office.drafts("2026-12-03 09:00")
    eva, lia = await office.coordinates("Eva"), await office.coordinates("Lia")
    await asyncio.gather(*(drafts.take_over(office.app, who, view.id, office.update) for who in (eva, lia)))
    owners = [who for who in (eva, lia) if await drafts.view(office.app, who, view.id) is not None]
    assert len(owners) == 1
    assert len(await unfinished(office)) == 1


async def test_who_took_over_is_reminded_and_the_first_no_more(office: Office) -> None:
    view, eva = await office.drafts("2026-12-03 09:00"), await office.coordinates("Eva")
    office.clock.forward(minutes=30)
    await drafts.take_over(office.app, eva, view.id, office.update)
    await office.works()
    office.clock.forward(minutes=30)
    assert "draft_rests" not in await office.works()  # hers would have been now
    office.clock.forward(minutes=30)
    assert (await office.works()).count("draft_rests") == 1


# --- again ------------------------------------------------------------------------------------------------------------


async def test_a_usual_ride_is_posted_again_with_a_day(office: Office) -> None:
    request = await office.posts("2026-12-03 09:00-11:30 Holyoke > Amherst x3 carseat es", TOLD)
    view = await drafts.again(office.app, office.rosa, request.id, office.update)
    assert view is not None
    assert (view.asking, view.draft.pending.__class__, view.draft.details) == (Question.DAY, Clock, (TOLD,))
    view = await office.answers(view, Question.DAY, "2026-12-10")
    assert view.asking is None
    again = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(again, Request)
    assert again.id != request.id
    assert again.starts_at - request.starts_at == again.ends_at - request.ends_at == timedelta(days=7)
    assert (again.passengers, again.child_seats, again.languages) == (3, 1, ("es",))
    assert await office.details(again) == TOLD
    assert await office.details(request) == TOLD


async def test_what_is_forgotten_does_not_come_again(office: Office) -> None:
    request = await office.posts(details=TOLD)
    office.clock.set(request.ends_at + timedelta(hours=72))
    await office.works()
    view = await drafts.again(office.app, office.rosa, request.id, office.update)
    assert view is not None
    assert view.draft.details == (Details(),)
    assert await drafts.again(office.app, office.rosa, 7, office.update) is None


async def test_usual_is_what_was_posted_lately_each_once(office: Office) -> None:
    for day in (3, 10, 17):
        await office.posts(f"2026-12-{day:02} 09:00 Holyoke > Amherst")
        office.clock.forward(seconds=1)
    other = await office.posts("2026-12-03 10:00 Holyoke > Amherst")
    office.clock.forward(seconds=1)
    gone = await office.posts("2026-12-03 11:00 Holyoke > Amherst")
    await posting.cancel(office.app, office.rosa, gone.id, office.update)
    found = await drafts.usual(office.app)
    assert [request.starts_at.hour for request in found] == [15, 14]
    assert found[0].id == other.id
    assert len(await drafts.usual(office.app, limit=1)) == 1


async def test_again_in_a_draft_takes_its_place(office: Office) -> None:
    request, dan = await office.posts(), await office.coordinates("Dan")
    view = await office.drafts("")
    placed = await drafts.again(office.app, office.rosa, request.id, office.update, view.id)
    assert placed is not None
    assert (placed.id, placed.draft.origin) == (view.id, "Holyoke")
    elsewhere = await drafts.again(office.app, dan, request.id, office.update, view.id)
    assert elsewhere is not None
    assert elsewhere.id != view.id  # another's draft stays as it is


# --- at five in the afternoon -----------------------------------------------------------------------------------------


async def test_at_five_all_coordinators_are_shown_what_is_unfinished(office: Office) -> None:
    await jobs.plan_days(office.app)
    view = await office.drafts("2026-12-03 09:00")
    office.clock.set_local("2026-11-24 16:59")
    assert "unfinished" not in await office.works()
    office.clock.set_local("2026-11-24 17:00")
    said: list[Saying] = []
    done = await office.works(lambda row, saying: said.append(saying) if row.occasion == "unfinished" else None)
    assert done.count("afternoon") == done.count("unfinished") == 1
    assert [[entry.id for entry in saying.unfinished] for saying in said] == [[view.id]]
    await jobs.plan_days(office.app)  # at a restart
    assert "unfinished" not in await office.works()
    office.clock.set_local("2026-11-25 17:00")
    assert (await office.works()).count("unfinished") == 1
    await drafts.discard(office.app, office.rosa, view.id, office.update)
    office.clock.set_local("2026-11-26 17:00")
    done = await office.works()
    assert (done.count("afternoon"), done.count("unfinished")) == (1, 0)


async def test_five_is_five_on_the_wall_in_summer_and_winter(office: Office) -> None:
    office.clock.set_local("2027-03-13 12:00")
    await jobs.plan_days(office.app)
    await office.drafts("2027-04-03 09:00")
    for day in ("2027-03-13", "2027-03-14"):
        office.clock.set_local(f"{day} 16:59")
        assert "unfinished" not in await office.works()
        office.clock.set_local(f"{day} 17:00")
        assert "unfinished" in await office.works()


async def test_after_a_standstill_nobody_is_woken_by_it(office: Office) -> None:
    await jobs.plan_days(office.app)
    await office.drafts("2026-12-03 09:00")
    office.clock.set_local("2026-11-25 03:00")
    done = await office.works()
    assert (done.count("afternoon"), done.count("unfinished")) == (1, 0)
    office.clock.set_local("2026-11-25 17:00")
    assert (await office.works()).count("unfinished") == 1


# --- discarded --------------------------------------------------------------------------------------------------------


async def test_a_discarded_draft_leaves_nothing(office: Office) -> None:
    view, eva = await office.drafts("2026-12-03 09:00 45 Elm St > Amherst"), await office.coordinates("Eva")
    assert not await drafts.discard(office.app, eva, view.id, office.update)
    assert await drafts.discard(office.app, office.rosa, view.id, office.update)
    assert not await drafts.discard(office.app, office.rosa, view.id, office.update)
    assert await unfinished(office) == []
    office.clock.forward(hours=2)
    assert "draft_rests" not in await office.works()
    async with office.app.db.reading() as tx:
        assert await tx.key(view.id) is None


async def test_a_discarded_edit_leaves_the_request_as_it_is(office: Office) -> None:
    request = await office.posts(details=TOLD)
    view = await editing.start(office.app, office.rosa, request.id, office.update)
    assert view is not None
    for question, answer in ((Question.FIELDS, "people"), (Question.PEOPLE, "5")):
        view = await office.answers(view, question, answer)
    assert await drafts.discard(office.app, office.rosa, view.id, office.update)
    assert await office.now(request) == request
    assert await office.details(request) == TOLD


async def test_an_edit_is_not_posted_as_another_request(office: Office) -> None:
    request = await office.posts()
    view = await editing.start(office.app, office.rosa, request.id, office.update)
    assert view is not None
    back = await drafts.change(office.app, office.rosa, view.id, "back", office.update)
    assert back is not None
    assert back.asking is None
    assert isinstance(await posting.post(office.app, office.rosa, view.id, back.version, office.update), DraftView)
    assert len((await board.open_requests(office.app)).requests) == 1


async def test_a_body_nobody_can_read_is_begun_anew(office: Office) -> None:
    view = await office.drafts("2026-12-03 09:00")
    async with office.app.db.transaction() as tx:
        await rows.set_body(tx, view.id, {"kind": "picnic"}, office.app.now())
    found = await drafts.view(office.app, office.rosa, view.id)
    assert found is not None
    assert (found.draft, found.asking) == (Draft(kind=None), Question.KIND)
    assert len(await unfinished(office)) == 1
