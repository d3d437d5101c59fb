"""A posted request is changed: two coordinators at once, seats that go, what is told to whom, who is the contact."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions import claims, drafts, due, editing, inbox, posting
from bot.actions.drafts import DraftView
from bot.actions.editing import Edited, Field
from bot.actions.inbox import Received
from bot.actions.saying import Saying
from bot.rules.drafts import Question
from bot.rules.model import ClaimState, Details, Ending, Kind, Person, Request, RequestState, Return, Role
from bot.rules.problems import Problem
from bot.rules.timetable import Occasion
from bot.rules.wizard import place_code
from storage import requests
from tests.actions.office import Office

TOLD = Details(name="Ana", phone="413-555-0100")
LATER = (("fields", "hour"), ("hour", "10"), ("quarter", "0"))
FIVE = (("fields", "people"), ("people", "5"))
FROM_HARTFORD = (("fields", "origin"), ("origin", place_code("Hartford")))
Taps = tuple[tuple[str, str], ...]


async def edits(office: Office, request: Request, taps: Taps, who: Person | None = None) -> DraftView:
    """*Edit*, and these taps: (question, answer)."""
    person = who or office.rosa
    view = await editing.start(office.app, person, request.id, office.update)
    assert view is not None
    assert view.asking is Question.FIELDS
    for place, (question, answer) in enumerate(taps):
        if question == "fields" and place:
            again = await drafts.change(office.app, person, view.id, "fields", office.update)
            assert again is not None
            view = again
        newer = await office.answers(view, question, answer, person)
        assert newer.version > view.version, (question, answer)
        view = newer
    assert view.asking is None
    return view


async def saves(
    office: Office, view: DraftView, who: Person | None = None, *, sure: bool = False
) -> Edited | DraftView | None:
    """`sure`: whoever the view says would lose a seat may lose it."""
    agreed = view.agreement if sure else ""
    return await editing.save_changes(
        office.app, who or office.rosa, view.id, view.version, office.update, agreed=agreed
    )


async def changed(office: Office, request: Request, taps: Taps, who: Person | None = None) -> Edited:
    """Edited and saved at once."""
    done = await saves(office, await edits(office, request, taps, who), who)
    assert isinstance(done, Edited)
    return done


async def told(office: Office, occasion: Occasion = Occasion.CHANGED) -> list[Saying]:
    """What is said of an occasion while everything that is due happens."""
    said: list[Saying] = []
    await office.works(lambda row, saying: said.append(saying) if row.occasion is occasion else None)
    return said


# --- what changes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taps", "fields", "changes"),
    [
        pytest.param(LATER, (Field.TIME,), {"starts_at": timedelta(hours=1), "ends_at": timedelta(hours=1)}, id="hour"),
        pytest.param(
            (("fields", "day"), ("day", "2026-12-10")),
            (Field.TIME,),
            {"starts_at": timedelta(days=7), "ends_at": timedelta(days=7)},
            id="day",
        ),
        pytest.param(FROM_HARTFORD, (Field.ORIGIN,), {"origin": "Hartford"}, id="origin"),
        pytest.param(FIVE, (Field.PEOPLE,), {"passengers": 5}, id="people"),
        pytest.param(
            (("fields", "needs"), ("needs", "wheelchair"), ("needs", "return"), ("needs", "done")),
            (Field.WHEELCHAIR, Field.RETURN),
            {"wheelchair": True, "returns": Return.FINISHED},
            id="needs",
        ),
        pytest.param((("fields", "needs"), ("needs", "done")), (), {}, id="nothing"),
    ],
)
async def test_a_field_is_changed(
    office: Office, taps: Taps, fields: tuple[Field, ...], changes: dict[str, Any]
) -> None:
    request = await office.posts(details=TOLD)
    done = await changed(office, request, taps)
    now = await office.now(request)
    assert (done.fields, done.request) == (fields, now)
    expected = {
        name: getattr(request, name) + value if isinstance(value, timedelta) else value
        for name, value in changes.items()
    }
    version = request.version + bool(fields)
    if fields:
        expected |= {"changed_version": version, "changed_at": office.app.now()}
    assert now == replace(request, version=version, **expected)
    assert await office.details(request) == TOLD
    async with office.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM draft") == 0
        assert await tx.value("SELECT count(*) FROM change") == bool(fields)


async def test_what_was_public_is_kept_without_anything_private(office: Office) -> None:
    request = await office.posts(details=TOLD)
    view = await edits(office, request, FIVE)
    await drafts.ask_detail(office.app, office.rosa, view.id, "street", office.update)
    row = await drafts.question_of(office.app, office.rosa)
    assert row is not None
    typed = await drafts.answer_text(office.app, office.rosa, row, "45 Elm St", office.update)
    assert typed is not None
    assert isinstance(await saves(office, typed), Edited)
    assert await office.details(request) == replace(TOLD, street="45 Elm St")
    async with office.app.db.reading() as tx:
        (row_,) = await tx.all("SELECT before, details FROM change")
    assert row_["details"] == 1
    for private in ("Ana", "555", "Elm"):
        assert private not in row_["before"]
    assert "Holyoke" in row_["before"]


async def test_another_family_is_added_by_an_edit(office: Office) -> None:
    request = await office.posts(details=TOLD)
    view = await edits(office, request, FIVE)
    more = await drafts.change(office.app, office.rosa, view.id, "party", office.update)
    assert more is not None
    done = await saves(office, more)
    assert isinstance(done, Edited)
    assert done.fields == (Field.PEOPLE, Field.DETAILS)
    assert len(done.request.parties) == 2
    assert await posting.request_details(office.app, office.rosa, request.id) is not None


async def test_an_old_preview_saves_nothing(office: Office) -> None:
    request = await office.posts()
    view = await edits(office, request, FIVE)
    stale = await editing.save_changes(office.app, office.rosa, view.id, view.version - 1, office.update)
    assert isinstance(stale, DraftView)
    assert (stale.version, stale.draft.passengers) == (view.version, 5)
    assert await office.now(request) == request


async def test_an_edit_with_a_question_is_not_saved(office: Office) -> None:
    request = await office.posts()
    view = await editing.start(office.app, office.rosa, request.id, office.update)
    assert view is not None
    shown = await saves(office, view)
    assert isinstance(shown, DraftView)
    assert shown.asking is Question.FIELDS
    assert await office.now(request) == request


async def test_two_taps_on_save_are_one_edit(office: Office) -> None:
    request = await office.posts()
    view = await edits(office, request, FIVE)
    results = await asyncio.gather(*(saves(office, view) for _ in range(3)))
    assert sum(isinstance(result, Edited) for result in results) == 1
    assert results.count(None) == 2
    assert (await office.now(request)).version == request.version + 1


async def test_what_is_over_is_not_edited(office: Office) -> None:
    request = await office.posts()
    view = await edits(office, request, FIVE)
    await posting.cancel(office.app, office.rosa, request.id, office.update)
    assert await saves(office, view) is None
    assert await editing.start(office.app, office.rosa, request.id, office.update) is None
    assert await editing.start(office.app, office.rosa, 7, office.update) is None
    other = await office.posts()
    office.clock.set(other.ends_at)
    assert await editing.start(office.app, office.rosa, other.id, office.update) is None


async def test_a_time_that_has_passed_meanwhile_is_not_saved(office: Office) -> None:
    request = await office.posts("2026-11-24 18:00 Holyoke > Amherst")
    view = await edits(office, request, (("fields", "hour"), ("hour", "17"), ("quarter", "0")))
    office.clock.set_local("2026-11-24 17:00")
    shown = await saves(office, view)
    assert isinstance(shown, DraftView)
    assert shown.problems == (Problem.PAST,)
    assert await office.now(request) == request


async def test_a_second_edit_of_ones_own_takes_the_place_of_the_first(office: Office) -> None:
    request, eva = await office.posts(), await office.coordinates("Eva")
    hers = await edits(office, request, LATER, eva)
    first = await edits(office, request, FIVE)
    second = await edits(office, request, FROM_HARTFORD)
    assert await drafts.view(office.app, office.rosa, first.id) is None
    assert await drafts.view(office.app, office.rosa, second.id) is not None
    assert await drafts.view(office.app, eva, hers.id) is not None


# --- two coordinators at once -----------------------------------------------------------------------------------------


async def test_the_second_sees_what_the_first_changed_before_anything_is_saved(office: Office) -> None:
    request, eva = await office.posts(), await office.coordinates("Eva")
    mine, hers = await edits(office, request, FIVE), await edits(office, request, LATER, eva)
    assert isinstance(await saves(office, hers, eva), Edited)
    shown = await saves(office, mine)
    assert isinstance(shown, DraftView)
    assert (shown.theirs, shown.both) == ((Field.TIME,), ())
    assert (await office.now(request)).passengers == request.passengers  # not yet
    done = await saves(office, shown)
    assert isinstance(done, Edited)
    assert done.fields == (Field.PEOPLE,)
    now = await office.now(request)
    assert (now.passengers, now.starts_at) == (5, request.starts_at + timedelta(hours=1))


async def test_what_both_changed_is_kept_as_the_second_saw_it(office: Office) -> None:
    request, eva = await office.posts(), await office.coordinates("Eva")
    mine = await edits(office, request, FIVE)
    hers = await edits(office, request, (("fields", "people"), ("people", "8")), eva)
    assert isinstance(await saves(office, hers, eva), Edited)
    shown = await saves(office, mine)
    assert isinstance(shown, DraftView)
    assert (shown.theirs, shown.both) == ((Field.PEOPLE,), (Field.PEOPLE,))
    assert shown.draft.passengers == 5
    assert isinstance(await saves(office, shown), Edited)
    assert (await office.now(request)).passengers == 5


async def test_details_added_meanwhile_are_not_overwritten(office: Office) -> None:
    request = await office.posts(details=TOLD)
    view = await edits(office, request, FIVE)
    await posting.ask_request_detail(office.app, office.rosa, request.parties[0].id, "note", office.update)
    row = await drafts.question_of(office.app, office.rosa)
    assert row is not None
    await posting.answer_request_detail(office.app, office.rosa, row, "two bags", office.update)
    shown = await saves(office, view)
    assert isinstance(shown, DraftView)
    assert shown.theirs == (Field.DETAILS,)
    assert isinstance(await saves(office, shown), Edited)
    assert await office.details(request) == replace(TOLD, note="two bags")


async def test_three_edits_one_after_the_other_lose_nothing(office: Office) -> None:
    request = await office.posts()
    crowd = [office.rosa, await office.coordinates("Eva"), await office.coordinates("Lia")]
    views = [
        await edits(office, request, taps, who) for who, taps in zip(crowd, (FIVE, LATER, FROM_HARTFORD), strict=True)
    ]
    for who, view in zip(crowd, views, strict=True):
        result = await saves(office, view, who)
        if isinstance(result, DraftView):
            result = await saves(office, result, who)
        assert isinstance(result, Edited)
    now = await office.now(request)
    assert (now.passengers, now.origin, now.starts_at - request.starts_at) == (5, "Hartford", timedelta(hours=1))


# --- seats ------------------------------------------------------------------------------------------------------------


async def with_two_drivers(office: Office) -> tuple[Request, Person, Person]:
    """A ride for which two drive: Dan came first."""
    request = await office.posts()
    await changed(office, request, (("fields", "seats"), ("seats", "driver+"), ("seats", "done")))
    dan, ben = await office.meets("Dan"), await office.meets("Ben")
    for person in (dan, ben):
        await office.taps(person, request)
        office.clock.forward(minutes=1)
    await office.works()
    return await office.now(request), dan, ben


ONE_DRIVER: Taps = (("fields", "seats"), ("seats", "driver-"), ("seats", "done"))


async def test_who_would_lose_a_seat_is_named_first(office: Office) -> None:
    request, dan, ben = await with_two_drivers(office)
    view = await edits(office, request, ONE_DRIVER)
    shown = await saves(office, view)
    assert isinstance(shown, DraftView)
    assert shown.losing == ("Ben",)
    assert await office.now(request) == request
    done = await saves(office, shown, sure=True)
    assert isinstance(done, Edited)
    assert (done.fields, done.told) == ((Field.SEATS,), 1)
    now = await office.now(request)
    assert [claim.person_id for claim in now.living()] == [dan.id]
    (gone,) = [claim for claim in now.claims if claim.person_id == ben.id]
    assert (gone.state, gone.ending) == (ClaimState.RELEASED, Ending.SEAT_GONE)
    assert [slot.maximum for slot in now.slots] == [1]
    said = await told(office, Occasion.SEAT_GONE)
    assert [saying.person.id for saying in said if saying.person] == [ben.id]


async def test_who_is_leaving_anyway_loses_the_seat_and_who_stays_moves_up(office: Office) -> None:
    request, dan, ben = await with_two_drivers(office)
    office.clock.forward(minutes=20)
    await office.leaves(dan, request)
    view = await edits(office, request, ONE_DRIVER)
    shown = await saves(office, view)
    assert isinstance(shown, DraftView)
    assert shown.losing == ("Dan",)
    assert isinstance(await saves(office, shown, sure=True), Edited)
    assert [(claim.person_id, claim.seat) for claim in (await office.now(request)).living()] == [(ben.id, 1)]


async def test_somebody_who_took_a_seat_meanwhile_is_named_too(office: Office) -> None:
    """*Save* was sure of nobody: what it takes away is asked again when there is somebody by then."""
    request = await office.posts()
    await changed(office, request, (("fields", "seats"), ("seats", "driver+"), ("seats", "done")))
    view = await edits(office, request, ONE_DRIVER)
    for name in ("Dan", "Ben"):
        await office.taps(await office.meets(name), request)
        office.clock.forward(seconds=1)
    shown = await saves(office, view)
    assert isinstance(shown, DraftView)
    assert shown.losing == ("Ben",)


async def test_a_role_that_is_not_wanted_any_more_keeps_its_slot_without_seats(office: Office) -> None:
    request = await office.posts("2026-12-03 09:00 Hartford", kind=Kind.ACCOMPANIMENT)
    dan = await office.meets("Dan")
    await office.taps(dan, request, 1)
    view = await edits(
        office, request, (("fields", "seats"), ("seats", "driver"), ("seats", "driver"), ("seats", "done"))
    )
    shown = await saves(office, view)
    assert isinstance(shown, DraftView)
    assert shown.losing == ("Dan",)
    assert isinstance(await saves(office, shown, sure=True), Edited)
    now = await office.now(request)
    assert [(slot.role, slot.maximum) for slot in now.slots] == [
        (Role.ACCOMPANIER, 2), (Role.DRIVER, 0), (Role.INTERPRETER, 1),
    ]  # fmt: skip
    assert [slot.role for slot in now.seated] == [Role.ACCOMPANIER, Role.INTERPRETER]
    assert (await claims.claim(office.app, dan, request.slots[1].id, office.update)).result == "full"


# --- what is told -----------------------------------------------------------------------------------------------------


async def test_a_changed_time_is_told_and_asked_about(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    await office.works()
    office.clock.forward(minutes=30)
    done = await changed(office, request, LATER)
    assert done.told == 1
    claim = await office.seat(dan, request)
    assert claim is not None
    assert claim.unconfirmed
    (saying,) = await told(office)
    assert saying.before_edit is not None
    assert (saying.before_edit.starts_at, saying.details_edited) == (request.starts_at, False)
    assert saying.request is not None
    assert saying.request.starts_at == request.starts_at + timedelta(hours=1)
    assert await told(office) == []
    found = await editing.still_works(office.app, dan, claim.id, office.update)
    assert found is not None
    assert not found[1].unconfirmed
    now = await office.seat(dan, request)
    assert now is not None
    assert not now.unconfirmed


async def test_what_is_not_when_or_where_is_told_and_not_asked_about(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    await office.works()
    await changed(office, request, FIVE)
    claim = await office.seat(dan, request)
    assert claim is not None
    assert not claim.unconfirmed
    assert len(await told(office)) == 1


async def test_two_quick_edits_are_one_message_from_what_the_person_knew(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    await office.works()
    await changed(office, request, LATER)
    await changed(office, request, (("fields", "hour"), ("hour", "11"), ("quarter", "0")))
    (saying,) = await told(office)
    assert saying.before_edit is not None
    assert saying.request is not None
    assert saying.before_edit.starts_at == request.starts_at
    assert saying.request.starts_at == request.starts_at + timedelta(hours=2)
    await changed(office, request, FIVE)
    (second,) = await told(office)
    assert second.before_edit is not None
    assert (second.before_edit.starts_at, second.before_edit.passengers) == (saying.request.starts_at, 2)


async def test_what_was_changed_and_changed_back_is_not_told(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    await office.works()
    await changed(office, request, FIVE)
    await changed(office, request, (("fields", "people"), ("people", "2")))
    assert await told(office) == []


async def test_who_took_the_seat_afterwards_is_told_of_no_change(office: Office) -> None:
    dan, ben, request = await office.meets("Dan"), await office.meets("Ben", promised=False), await office.posts()
    await changed(office, request, (("fields", "seats"), ("seats", "driver+"), ("seats", "done")))
    await office.taps(ben, request)  # held
    await changed(office, request, LATER)
    await office.taps(dan, request)
    assert await told(office) == []


async def test_changed_details_are_told_without_saying_what(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts(details=TOLD)
    await office.taps(dan, request)
    await office.works()
    await posting.ask_request_detail(office.app, office.rosa, request.parties[0].id, "phone", office.update)
    row = await drafts.question_of(office.app, office.rosa)
    assert row is not None
    await posting.answer_request_detail(office.app, office.rosa, row, "413-555-0199", office.update)
    (saying,) = await told(office)
    assert saying.details_edited
    claim = await office.seat(dan, request)
    assert claim is not None
    assert not claim.unconfirmed
    office.clock.set(request.starts_at - timedelta(hours=1))
    shown = await claims.show_details(office.app, dan, claim.id, office.update)
    assert [details.phone for details in shown.details] == ["413-555-0199"]


async def test_nobody_confirms_for_another(office: Office) -> None:
    dan, ben, request = await office.meets("Dan"), await office.meets("Ben"), await office.posts()
    await office.taps(dan, request)
    await changed(office, request, LATER)
    claim = await office.seat(dan, request)
    assert claim is not None
    for person, claim_id in ((ben, claim.id), (dan, 7)):
        assert await editing.still_works(office.app, person, claim_id, office.update) is None
    now = await office.seat(dan, request)
    assert now is not None
    assert now.unconfirmed
    await posting.cancel(office.app, office.rosa, request.id, office.update)
    assert await editing.still_works(office.app, dan, claim.id, office.update) is None


async def test_a_moved_request_folds_and_is_forgotten_by_its_new_time(office: Office) -> None:
    request = await office.posts(details=TOLD)
    await changed(office, request, (("fields", "day"), ("day", "2026-12-10")))
    office.clock.set(request.ends_at + timedelta(hours=80))
    await office.works()
    assert (await office.now(request)).state is RequestState.OPEN
    assert await office.details(request) == TOLD
    office.clock.forward(days=7)
    await office.works()
    assert (await office.now(request)).state is RequestState.OVER
    assert await office.details(request) is None


async def test_an_hour_is_confirmed_by_an_edit(office: Office) -> None:
    view = await office.drafts("2026-12-03 Holyoke > Amherst")
    view = await office.answers(view, Question.HOUR, "morning")
    request = await posting.post(office.app, office.rosa, view.id, view.version, office.update)
    assert isinstance(request, Request)
    assert request.part is not None
    dan = await office.meets("Dan")
    await office.taps(dan, request)
    done = await changed(office, request, (("fields", "hour"), ("hour", "9"), ("quarter", "30")))
    assert done.fields == (Field.TIME,)
    assert done.request.part is None
    assert done.request.ends_at - done.request.starts_at == office.app.policy.ride
    claim = await office.seat(dan, request)
    assert claim is not None
    assert claim.unconfirmed


# --- applied once -----------------------------------------------------------------------------------------------------


async def test_every_change_is_committed_together_with_its_update(office: Office) -> None:
    """After a crash the guard finds the update applied, and only answers."""
    app, rosa = office.app, office.rosa
    dan, eva, request = await office.meets("Dan"), await office.coordinates("Eva"), await office.posts()
    await office.taps(dan, request)
    claim = await office.seat(dan, request)
    assert claim is not None
    resting = await office.drafts("2026-12-03 09:00")
    view = await edits(office, request, LATER)
    deeds: list[Callable[[int], Awaitable[object]]] = [
        lambda update: editing.save_changes(app, rosa, view.id, view.version, update),
        lambda update: editing.still_works(app, dan, claim.id, update),
        lambda update: editing.start(app, rosa, request.id, update),
        lambda update: editing.hand_over(app, rosa, request.id, eva.id, update),
        lambda update: drafts.keep(app, rosa, "Ana called", "", update),
        lambda update: drafts.again(app, rosa, request.id, update),
        lambda update: drafts.answer_tap(app, rosa, resting.id, Question.ORIGIN, place_code("Holyoke"), update),
        lambda update: drafts.change(app, rosa, resting.id, "party", update),
        lambda update: drafts.take_over(app, eva, resting.id, update),
        lambda update: drafts.discard(app, eva, resting.id, update),
        lambda update: posting.cancel(app, rosa, request.id, update),
    ]
    for number, deed in enumerate(deeds, 9000):
        await inbox.receive(app, [Received(number, b"queue", b"{}")])
        assert await inbox.outcome(app, number) is None
        assert await deed(number), number
        assert await inbox.outcome(app, number) == "done", number


# --- the contact ------------------------------------------------------------------------------------------------------


async def test_the_contact_is_handed_over_and_told(office: Office) -> None:
    request, eva, dan = await office.posts(), await office.coordinates("Eva"), await office.meets("Dan")
    assert await editing.colleagues(office.app, request.id) == [(eva.id, "Eva")]
    found = await editing.hand_over(office.app, office.rosa, request.id, eva.id, office.update)
    assert found is not None
    assert (found[0].contact_id, found[1]) == (eva.id, "Eva")
    assert (await office.now(request)).contact_id == eva.id
    assert await editing.colleagues(office.app, request.id) == [(office.rosa.id, "Rosa")]
    said = await told(office, Occasion.HANDED_OVER)
    assert [saying.person.id for saying in said if saying.person] == [eva.id]
    await office.taps(dan, request)
    office.clock.forward(minutes=20)
    await office.leaves(dan, request)
    found_rows, _ = await due.due_at(office.app, office.app.now())
    assert {row.to for row in found_rows if row.occasion is Occasion.LEFT_CONTACT} == {eva.id}


async def test_nothing_is_handed_to_who_is_no_coordinator_or_when_it_is_over(office: Office) -> None:
    request, dan, eva = await office.posts(), await office.meets("Dan"), await office.coordinates("Eva")
    for request_id, to in ((request.id, dan.id), (request.id, 7), (7, eva.id)):
        assert await editing.hand_over(office.app, office.rosa, request_id, to, office.update) is None
    await posting.cancel(office.app, office.rosa, request.id, office.update)
    assert await editing.hand_over(office.app, office.rosa, request.id, eva.id, office.update) is None
    assert (await office.now(request)).contact_id == office.rosa.id


async def test_who_takes_it_is_not_told_of_it(office: Office) -> None:
    request, eva = await office.posts(), await office.coordinates("Eva")
    assert await editing.hand_over(office.app, eva, request.id, eva.id, office.update) is not None
    assert await told(office, Occasion.HANDED_OVER) == []


async def test_handed_on_before_it_was_told_only_the_last_hears_it(office: Office) -> None:
    request, eva, lia = await office.posts(), await office.coordinates("Eva"), await office.coordinates("Lia")
    await editing.hand_over(office.app, office.rosa, request.id, eva.id, office.update)
    office.clock.forward(seconds=1)
    await editing.hand_over(office.app, eva, request.id, lia.id, office.update)
    said = await told(office, Occasion.HANDED_OVER)
    assert [saying.person.id for saying in said if saying.person] == [lia.id]


async def test_an_edit_keeps_a_contact_that_changed_meanwhile(office: Office) -> None:
    request, eva = await office.posts(), await office.coordinates("Eva")
    view = await edits(office, request, FIVE)
    await editing.hand_over(office.app, office.rosa, request.id, eva.id, office.update)
    assert isinstance(await saves(office, view), Edited)
    assert (await office.now(request)).contact_id == eva.id
    async with office.app.db.reading() as tx:
        assert await requests.load(tx, request.id) == await office.now(request)
