"""From a typed line to a posted request, and how it ends: taken back, cancelled, folded, forgotten."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.actions import board, claims, drafts, due, posting
from bot.actions.drafts import DETAIL, DraftView
from bot.actions.posting import DetailSaved
from bot.rules.claims import DetailsRefusal
from bot.rules.dates import Choice
from bot.rules.drafts import Question
from bot.rules.model import DETAIL_FIELDS, ClaimState, Details, Group, Kind, Person, Request, RequestState, Role
from bot.rules.problems import Problem
from bot.rules.timetable import Occasion
from bot.rules.wizard import place_code
from storage import drafts as draft_rows
from storage import requests
from tests.actions.office import Office

TOLD = Details(name="Ana", phone="413-555-0100", street="45 Elm St", note="two bags")


async def asked(office: Office, person: Person | None = None) -> str | None:
    row = await drafts.question_of(office.app, person or office.rosa)
    return None if row is None else row.asking


async def says(office: Office, text: str) -> DraftView:
    """Rosa answers what she is asked."""
    row = await drafts.question_of(office.app, office.rosa)
    assert row is not None
    view = await drafts.answer_text(office.app, office.rosa, row, text, office.update)
    assert view is not None
    return view


# --- from a line to a request -----------------------------------------------------------------------------------------


async def test_a_complete_line_is_posted_with_one_tap(office: Office) -> None:
    request = await office.posts("2026-12-03 09:00-11:30 Holyoke > Amherst x3 2carseats es")
    assert (request.kind, request.origin, request.destination) == (Kind.RIDE, "Holyoke", "Amherst")
    assert (request.passengers, request.child_seats, request.languages) == (3, 2, ("es",))
    assert request.ends_at - request.starts_at == timedelta(hours=2.5)
    assert [(slot.role, slot.minimum, slot.maximum) for slot in request.slots] == [(Role.DRIVER, 1, 1)]
    assert request.contact_id == office.rosa.id
    assert await office.now(request) == request
    async with office.app.db.reading() as tx:
        assert await draft_rows.unfinished(tx) == []


async def test_what_is_missing_is_asked_one_by_one(office: Office) -> None:
    view = await office.drafts("")
    assert (view.asking, await asked(office)) == (Question.DAY, Question.DAY)
    assert (await says(office, "soon")).problems == (Problem.NO_DATE,)
    assert (await says(office, "2026-12-03 09:00")).asking is Question.ORIGIN
    assert (await says(office, "casa de Ana")).asking is Question.ORIGIN
    assert (await says(office, "holyoke")).asking is Question.DESTINATION
    assert (await says(office, "Holyoke")).problems == (Problem.SAME_PLACE,)
    assert (await says(office, "Amherst")).asking is Question.PEOPLE
    assert (await says(office, "2")).asking is Question.NEEDS
    assert await asked(office) is None  # needs have buttons only
    view = await office.answers(view, Question.NEEDS, "done")
    assert (view.asking, await asked(office)) == (None, None)
    request = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(request, Request)
    assert (request.origin, request.destination) == ("Holyoke", "Amherst")
    assert await office.details(request) == Details(street="casa de Ana")


async def test_towns_can_be_chosen_with_buttons(office: Office) -> None:
    view = await office.drafts("2026-12-03 09:00")
    for code in ("99", "-1", "Holyoke", place_code("Boston")):
        same = await office.answers(view, Question.ORIGIN, code)
        assert (same.asking, same.version) == (Question.ORIGIN, view.version)
    await office.answers(view, Question.ORIGIN, place_code("Holyoke"))
    late = await office.answers(view, Question.ORIGIN, place_code("Amherst"))
    assert late.draft.origin == "Holyoke"  # a second tap on an old keyboard changes nothing
    last = await office.answers(view, Question.DESTINATION, place_code("Amherst"))
    assert (last.asking, last.draft.destination) == (None, "Amherst")


async def test_in_the_hour_that_comes_twice_a_button_decides(office: Office) -> None:
    office.clock.set_local("2027-01-05 09:00")
    view = await office.drafts("2027-10-31 10:00 Holyoke > Amherst")
    assert view.draft.starts_at is not None
    view = await office.drafts("2027-11-07 01:30 Holyoke > Amherst")
    assert view.asking is Question.DAY  # more than 300 days away
    office.clock.set_local("2027-06-01 09:00")
    view = await office.drafts("2027-11-07 01:30-03:00 Holyoke > Amherst")
    assert view.asking is Question.CHOICE
    for index, hours in ((0, 2.5), (1, 1.5)):
        assert isinstance(view.draft.pending, Choice)
        seconds = int(view.draft.pending.spans[index].starts_at.timestamp())
        chosen = await office.answers(view, Question.CHOICE, f"7-{seconds}")
        assert chosen.asking is Question.CHOICE
        chosen = await office.answers(view, Question.CHOICE, f"{index}-{seconds}")
        assert chosen.draft.starts_at is not None
        assert chosen.draft.ends_at == chosen.draft.starts_at + timedelta(hours=hours)
        view = await office.drafts("2027-11-07 01:30-03:00 Holyoke > Amherst")


async def test_details_are_asked_for_one_by_one_and_go_along(office: Office) -> None:
    view = await office.drafts()
    for field in DETAIL_FIELDS:
        asking = await drafts.ask_detail(office.app, office.rosa, view.id, field, office.update)
        assert asking is not None
        assert asking.asking == await asked(office) == DETAIL + field
        saved = await says(office, getattr(TOLD, field))
        assert (saved.saved, saved.asking) == (field, None)
        view = saved
    assert await drafts.ask_detail(office.app, office.rosa, view.id, "papers", office.update) is None
    request = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(request, Request)
    assert await office.details(request) == TOLD


async def test_a_detail_that_is_refused_is_asked_again(office: Office) -> None:
    view = await office.drafts()
    await drafts.ask_detail(office.app, office.rosa, view.id, "note", office.update)
    refused = await says(office, "her number is A123456789")
    assert refused.problems == (Problem.A_NUMBER,)
    assert await asked(office) == DETAIL + "note"
    skipped = await drafts.resume(office.app, office.rosa, view.id, office.update)
    assert skipped is not None
    assert (skipped.draft.details, await asked(office)) == ((Details(),), None)


async def test_details_can_be_added_after_posting(office: Office) -> None:
    request = await office.posts()
    party = request.parties[0].id
    assert not await posting.ask_request_detail(office.app, office.rosa, 7, "phone", office.update)
    assert not await posting.ask_request_detail(office.app, office.rosa, party, "papers", office.update)
    for field in ("name", "phone"):  # the second question takes the place of the first
        assert await posting.ask_request_detail(office.app, office.rosa, party, field, office.update)
    row = await drafts.question_of(office.app, office.rosa)
    assert row is not None
    refused = await posting.answer_request_detail(office.app, office.rosa, row, "call me", office.update)
    assert refused == DetailSaved(request.id, party, "phone", Details(), Problem.NOT_A_PHONE)
    saved = await posting.answer_request_detail(office.app, office.rosa, row, "413-555-0100", office.update)
    assert saved == DetailSaved(request.id, party, "phone", Details(phone="413-555-0100"))
    assert await asked(office) is None
    assert await posting.request_details(office.app, office.rosa, request.id) == (
        await office.now(request),
        (Details(phone="413-555-0100"),),
    )


async def test_a_detail_typed_after_the_request_was_cancelled_is_not_kept(office: Office) -> None:
    request = await office.posts()
    await posting.ask_request_detail(office.app, office.rosa, request.parties[0].id, "phone", office.update)
    row = await drafts.question_of(office.app, office.rosa)
    assert row is not None
    await posting.cancel(office.app, office.rosa, request.id, office.update)
    assert await posting.answer_request_detail(office.app, office.rosa, row, "413-555-0100", office.update) is None
    assert await office.details(request) is None
    assert await posting.request_details(office.app, office.rosa, request.id) is None


async def test_a_rare_language_is_not_named_on_the_card_and_reaches_who_takes_it(office: Office) -> None:
    request = await office.posts("2026-12-03 09:00 Holyoke > Amherst es ht")
    assert request.languages == ("es",)
    assert request.interpreter
    details = await office.details(request)
    assert details is not None
    assert "ht" in details.note


async def test_an_old_preview_posts_nothing(office: Office) -> None:
    view = await office.drafts()
    await drafts.ask_detail(office.app, office.rosa, view.id, "note", office.update)
    newer = await says(office, "two bags")
    shown = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(shown, DraftView)
    assert (shown.id, shown.version) == (newer.id, newer.version)
    assert (await board.open_requests(office.app)).requests == ()


async def test_what_has_begun_while_it_was_written_asks_for_another_time(office: Office) -> None:
    view = await office.drafts("2026-11-24 10:30 Holyoke > Amherst")
    office.clock.forward(minutes=30)
    late = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(late, DraftView)
    assert (late.problems, late.asking) == ((Problem.PAST,), Question.DAY)
    assert await asked(office) == Question.DAY


async def test_two_taps_on_post_are_one_request(office: Office) -> None:
    view = await office.drafts()
    results = await asyncio.gather(
        *(posting.post(office.app, office.rosa, view.id, view.version, office.update) for _ in range(5))
    )
    assert sum(isinstance(result, Request) for result in results) == 1
    assert len((await board.open_requests(office.app)).requests) == 1


async def test_somebody_elses_draft_looks_like_none(office: Office) -> None:
    view, dan = await office.drafts(), await office.meets("Dan")
    app = office.app
    for draft_id in (view.id, 7):
        assert await drafts.view(app, dan, draft_id) is None
        assert await posting.post(app, dan, draft_id, view.version, office.update) is None
        assert await drafts.answer_tap(app, dan, draft_id, Question.ORIGIN, "x", office.update) is None
        assert await drafts.change(app, dan, draft_id, "back", office.update) is None
        assert await drafts.ask_detail(app, dan, draft_id, "note", office.update) is None
        assert await drafts.resume(app, dan, draft_id, office.update) is None
        assert not await drafts.discard(app, dan, draft_id, office.update)
    assert await drafts.view(app, office.rosa, view.id) is not None
    assert await drafts.discard(app, office.rosa, view.id, office.update)
    assert await drafts.view(app, office.rosa, view.id) is None


async def test_a_draft_that_rests_is_raised_once_an_hour_later(office: Office) -> None:
    await office.drafts()
    office.clock.forward(minutes=59)
    assert Occasion.DRAFT_RESTS not in await office.works()
    await office.drafts("Holyoke > Amherst")
    office.clock.forward(minutes=1)
    assert (await office.works()).count(Occasion.DRAFT_RESTS) == 1
    office.clock.forward(hours=9)
    assert (await office.works()).count(Occasion.DRAFT_RESTS) == 1  # the second one
    office.clock.forward(hours=9)
    assert Occasion.DRAFT_RESTS not in await office.works()


async def test_a_posted_draft_is_not_raised(office: Office) -> None:
    await office.posts()
    office.clock.forward(hours=2)
    assert Occasion.DRAFT_RESTS not in await office.works()


async def test_cancel_leaves_the_question_and_keeps_the_draft(office: Office) -> None:
    view = await office.drafts("Holyoke > Amherst")
    left = await drafts.stop_asking(office.app, office.rosa, office.update)
    assert left is not None
    assert left.id == view.id
    assert await asked(office) is None
    assert await drafts.stop_asking(office.app, office.rosa, office.update) is None
    found = await board.load_board(office.app)
    assert [unfinished.owner for unfinished in found.unfinished] == ["Rosa"]


# --- taken back -------------------------------------------------------------------------------------------------------


async def test_taken_back_within_a_minute_it_is_a_draft_again_with_everything_in_it(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts(details=TOLD)
    await office.works()
    await office.taps(dan, request)
    await office.works()
    office.clock.forward(seconds=59)
    view = await posting.take_back(office.app, office.rosa, request.id, office.update)
    assert view is not None
    assert view.draft.details == (TOLD,)
    assert (view.draft.origin, view.draft.starts_at, view.draft.passengers) == ("Holyoke", request.starts_at, 2)
    now = await office.now(request)
    assert (now.state, now.living()) == (RequestState.WITHDRAWN, ())
    assert await office.details(request) is None
    assert "cancelled" in await office.works()
    again = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(again, Request)
    assert await office.details(again) == TOLD


async def test_after_a_minute_or_by_somebody_else_nothing_is_taken_back(office: Office) -> None:
    request, dan = await office.posts(details=TOLD), await office.meets("Dan")
    assert await posting.take_back(office.app, dan, request.id, office.update) is None
    assert await posting.take_back(office.app, office.rosa, 7, office.update) is None
    office.clock.forward(seconds=60)
    assert await posting.take_back(office.app, office.rosa, request.id, office.update) is None
    assert await office.now(request) == request
    assert await office.details(request) == TOLD


# --- cancelled --------------------------------------------------------------------------------------------------------


async def test_a_cancelled_request_erases_what_was_told_and_tells_everybody_in_a_seat(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts(details=TOLD)
    await office.taps(dan, request)
    await office.works()
    claim = await office.seat(dan, request)
    assert claim is not None
    assert await posting.cancel(office.app, office.rosa, request.id, office.update) is not None
    assert await office.details(request) is None
    async with office.app.db.reading() as tx:
        (row,) = await tx.all("SELECT * FROM party")
        assert [row[f"{field}_sealed"] for field in DETAIL_FIELDS] == [None] * 4
        assert await tx.key(request.parties[0].id) is None
    office.clock.set(request.starts_at)
    shown = await claims.show_details(office.app, dan, claim.id, office.update)
    assert shown.refusal is DetailsRefusal.NOT_YOURS
    done = await office.works()
    assert done.count("cancelled") == 1
    assert done.count("card") == 2
    assert await posting.cancel(office.app, office.rosa, request.id, office.update) is None


async def test_nothing_is_due_any_more_for_a_cancelled_request_but_its_end(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    await posting.cancel(office.app, office.rosa, request.id, office.update)
    await office.works()
    office.clock.set(request.ends_at + timedelta(days=2))
    assert set(await office.works()) <= {"draft_rests"}
    assert await office.unsent() == {"purge"}


async def test_what_is_over_is_not_cancelled(office: Office) -> None:
    request = await office.posts()
    office.clock.set(request.ends_at - timedelta(seconds=1))
    assert await posting.cancel(office.app, office.rosa, 7, office.update) is None
    office.clock.forward(seconds=1)
    assert await posting.cancel(office.app, office.rosa, request.id, office.update) is None
    assert (await office.now(request)).state is RequestState.OPEN


# --- over -------------------------------------------------------------------------------------------------------------


async def test_three_hours_after_the_end_it_folds(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts(details=TOLD)
    await office.taps(dan, request)
    await office.works()
    office.clock.set(request.ends_at + timedelta(hours=3) - timedelta(seconds=1))
    await posting.fold(office.app, request.id)
    assert (await office.now(request)).state is RequestState.OPEN
    office.clock.forward(seconds=1)
    done = await office.works()
    assert {"fold", "hide"} <= set(done)
    assert done.count("card") == 2
    now = await office.now(request)
    assert now.state is RequestState.OVER
    assert [claim.state for claim in now.claims] == [ClaimState.DONE]
    assert await office.details(request) == TOLD  # kept for the coordinators, three days
    await posting.fold(office.app, request.id)
    assert await office.now(request) == now


async def test_who_was_leaving_or_only_held_has_not_done_it(office: Office) -> None:
    dan, ben = await office.meets("Dan"), await office.meets("Ben")
    one, other = await office.posts(), await office.posts("2026-12-04 09:00 Holyoke > Amherst")
    await office.taps(dan, one)
    await office.taps(ben, other)
    office.clock.forward(minutes=11)
    await office.leaves(dan, one)
    office.clock.set(other.starts_at - timedelta(minutes=1))
    await office.loses_reach(ben)
    office.clock.set(other.ends_at + timedelta(hours=3))
    await office.works()
    for request in (one, other):
        assert [claim.state for claim in (await office.now(request)).claims] == [ClaimState.RELEASED]


async def test_details_are_forgotten_three_days_after_the_end_and_the_rest_after_a_month(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts(details=TOLD)
    await office.taps(dan, request)
    office.clock.set(request.ends_at + timedelta(hours=72) - timedelta(seconds=1))
    await office.works()
    assert await office.details(request) == TOLD
    office.clock.forward(seconds=1)
    assert "forget" in await office.works()
    assert await office.details(request) is None
    office.clock.set(request.ends_at + timedelta(days=30) - timedelta(seconds=1))
    await office.works()
    assert (await office.now(request)).claims != ()
    office.clock.forward(seconds=1)
    assert "purge" in await office.works()
    async with office.app.db.reading() as tx:
        assert await requests.load(tx, request.id) is None
        assert await tx.value("SELECT count(*) FROM outbox WHERE request_id = ?", request.id) == 0


# --- the board --------------------------------------------------------------------------------------------------------


async def test_the_board_is_drawn_a_little_later_and_once_for_many_changes(office: Office) -> None:
    async with office.app.db.transaction() as tx:
        await tx.run("UPDATE chat SET board_message_id = 5 WHERE role = ?", Group.COORDINATORS)
    for number in range(3):
        await office.posts(f"2026-12-0{number + 3} 09:00 Holyoke > Amherst")
    assert "board" not in await office.works()
    office.clock.forward(seconds=10)
    assert (await office.works()).count("board") == 1
    assert "board" not in await office.works()


async def test_the_board_is_drawn_while_the_file_is_compacted(office: Office) -> None:
    async with office.app.db.transaction() as tx:
        await tx.run("UPDATE chat SET board_message_id = 5 WHERE role = ?", Group.COORDINATORS)
    request = await office.posts()
    await office.works()  # the cards
    office.clock.forward(seconds=10)
    rows, _ = await due.due_at(office.app, office.app.now())
    (row,) = [row for row in rows if row.occasion is Occasion.BOARD]
    async with asyncio.timeout(5):
        saying, *_ = await asyncio.gather(due.say(office.app, row), office.app.db.compact())
    assert saying is not None
    assert saying.board is not None
    assert saying.board.requests == (await office.now(request),)


async def test_posting_the_board_anew_names_the_old_one(office: Office) -> None:
    assert await board.post_board(office.app, office.update) is None
    assert "board" in await office.works()
    old = await board.post_board(office.app, office.update)
    assert old is not None
    assert "board" in await office.works()
    assert await board.post_board(office.app, office.update) not in (None, old)


@pytest.mark.parametrize("line", ["2026-12-03 09:00 Holyoke > Amherst 0h", "2026-12-03 09:00 0h Holyoke > Amherst"])
async def test_a_ride_of_no_length_does_not_break_the_post_button(office: Office, line: str) -> None:
    view = await office.drafts(line)
    await posting.post(office.app, office.rosa, view.id, view.version, office.update)
