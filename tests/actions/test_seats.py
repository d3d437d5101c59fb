"""Seats that are held, confirmed, lost, given up and taken over; and taps that come twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import claims, due, inbox, people
from bot.actions import posting as acts
from bot.actions.claims import Answer, Claimed
from bot.actions.inbox import Received
from bot.rules.claims import DetailsRefusal, LeaveRefusal, Leaving, Refusal
from bot.rules.model import Claim, ClaimState, Details, Ending, Group, Person, Reach, Request, RequestState
from bot.rules.timetable import Occasion
from storage import people as rows
from tests.actions.office import Office

FIFTEEN = timedelta(minutes=15)


async def seat_of(office: Office, person: Person, request: Request) -> Claim:
    claim = await office.seat(person, request)
    assert claim is not None
    return claim


async def state_of(office: Office, person: Person, request: Request) -> ClaimState | None:
    claim = await office.seat(person, request)
    return None if claim is None else claim.state


# --- a tap ------------------------------------------------------------------------------------------------------------


async def test_a_seat_is_taken_and_both_cards_and_the_person_are_told(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    assert Counter(await office.works()) == {"card": 2}
    answer = await office.taps(dan, request)
    assert answer.result is Claimed.TAKEN
    assert answer.request is not None
    assert answer.request.claim_of(dan.id) == await office.seat(dan, request)
    assert Counter(await office.works()) == {"card": 2, "claimed": 1}


async def test_every_refusal_leaves_everything_as_it_was(office: Office) -> None:
    request = await office.posts()
    dan = await office.meets("Dan")
    await office.taps(dan, request)
    before = await office.now(request)
    crowd = {
        Refusal.FULL: await office.meets("Priya"),
        Refusal.NOT_QUALIFIED: await office.meets("Ana", trained=False),
        Refusal.NOT_A_VOLUNTEER: await office.meets("Eve", inside=False),
        Refusal.ALREADY_YOURS: dan,
    }
    for why, person in crowd.items():
        assert (await office.taps(person, request)).result is why
    assert (await claims.claim(office.app, dan, 7, office.update)) == Answer(Refusal.UNKNOWN)
    assert await office.now(request) == before


async def test_a_right_lost_a_moment_ago_is_lost(office: Office) -> None:
    """What the handler knew of the person may be old: the transaction reads it again."""
    dan, request = await office.meets("Dan"), await office.posts()
    async with office.app.db.transaction() as tx:
        await rows.set_standing(tx, dan.id, Group.VOLUNTEERS, "kicked", office.app.now(), joined=False, confirmed=False)
    assert dan.volunteer
    assert (await office.taps(dan, request)).result is Refusal.NOT_A_VOLUNTEER


async def test_nobody_is_in_two_places(office: Office) -> None:
    dan = await office.meets("Dan")
    one, other, later = [
        await office.posts(f"2026-12-03 {time} Holyoke > Amherst") for time in ("09:00", "11:24", "11:25")
    ]
    await office.taps(dan, one)
    assert (await office.taps(dan, other)).result is Refusal.CLASH
    assert (await office.taps(dan, later)).result is Claimed.TAKEN


# --- held seats -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reach", "promised", "result"),
    [
        (Reach.UNKNOWN, True, Claimed.HELD_UNREACHED),
        (Reach.NO, True, Claimed.HELD_UNREACHED),
        (Reach.UNKNOWN, False, Claimed.HELD_UNREACHED),
        (Reach.YES, False, Claimed.HELD_UNPROMISED),
    ],
)
async def test_a_seat_is_held_for_a_quarter_of_an_hour_and_then_free(
    office: Office, reach: Reach, promised: bool, result: Claimed
) -> None:
    ben, request = await office.meets("Ben", reach=reach, promised=promised), await office.posts()
    assert (await office.taps(ben, request)).result is result
    assert (await office.taps(await office.meets("Priya"), request)).result is Refusal.FULL
    await office.works()
    office.clock.forward(minutes=14, seconds=59)
    assert "lapse" not in await office.works()
    assert await state_of(office, ben, request) is ClaimState.HELD
    office.clock.forward(seconds=1)
    done = await office.works()
    assert done[0] == "lapse"
    assert "lapsed_contact" in done
    assert ("lapsed" in done) is (reach is Reach.YES)
    (claim,) = (await office.now(request)).claims
    assert (claim.state, claim.ending) == (ClaimState.RELEASED, Ending.LAPSED)
    assert (await office.taps(await office.meets("Ana"), request)).result is Claimed.TAKEN


async def test_start_confirms_who_has_promised_and_the_promise_whoever_has_started(office: Office) -> None:
    request = await office.posts()
    ben = await office.meets("Ben", reach=Reach.UNKNOWN, promised=False)
    await office.taps(ben, request)
    assert await claims.started(office.app, ben, office.update) == (0, 1)
    await office.has_reach(ben, Reach.YES)
    assert await claims.started(office.app, ben, office.update) == (0, 1)
    assert await claims.held_until(office.app, ben) == office.app.now() + FIFTEEN
    ben = await people.promise(office.app, ben, office.update)
    assert await state_of(office, ben, request) is ClaimState.ACTIVE
    assert await claims.held_until(office.app, ben) is None
    assert await claims.started(office.app, ben, office.update) == (0, 0)
    assert (await office.works()).count("claimed") == 1
    office.clock.forward(minutes=16)
    assert "lapse" not in await office.works()
    assert await state_of(office, ben, request) is ClaimState.ACTIVE


async def test_undo_counts_from_the_confirmation(office: Office) -> None:
    request = await office.posts()
    ben = await office.meets("Ben", promised=False)
    await office.taps(ben, request)
    office.clock.forward(minutes=14)
    await people.promise(office.app, ben, office.update)
    office.clock.forward(minutes=9)
    assert (await office.leaves(ben, request)).result is Leaving.UNDONE


async def test_all_held_seats_are_confirmed_at_once(office: Office) -> None:
    ben = await office.meets("Ben", promised=False)
    days = [await office.posts(f"2026-12-0{day} 09:00 Holyoke > Amherst") for day in (3, 4, 5)]
    for request in days:
        await office.taps(ben, request)
    await people.promise(office.app, ben, office.update)
    assert [await state_of(office, ben, request) for request in days] == [ClaimState.ACTIVE] * 3


async def test_a_promise_is_dated_once(office: Office) -> None:
    ben = await office.meets("Ben", promised=False)
    first = await people.promise(office.app, ben, office.update)
    office.clock.forward(days=9)
    assert (await people.promise(office.app, first, office.update)).promised_at == first.promised_at
    assert first.promised_at == office.app.now() - timedelta(days=9)


async def test_nobody_removed_from_the_group_meanwhile_is_confirmed(office: Office) -> None:
    request, ben = await office.posts(), await office.meets("Ben", promised=False)
    await office.taps(ben, request)
    async with office.app.db.transaction() as tx:
        await rows.set_standing(tx, ben.id, Group.VOLUNTEERS, "kicked", office.app.now(), joined=False, confirmed=False)
    await people.promise(office.app, ben, office.update)
    assert await state_of(office, ben, request) is ClaimState.HELD
    office.clock.forward(minutes=15)
    await office.works()
    assert await state_of(office, ben, request) is None


async def test_a_lapse_that_comes_too_early_or_too_late_changes_nothing(office: Office) -> None:
    request, ben = await office.posts(), await office.meets("Ben", promised=False)
    await office.taps(ben, request)
    claim = await seat_of(office, ben, request)
    await claims.lapse(office.app, claim.id)
    assert await office.seat(ben, request) == claim
    await people.promise(office.app, ben, office.update)
    office.clock.forward(hours=1)
    await claims.lapse(office.app, claim.id)
    await claims.lapse(office.app, 7)
    assert await state_of(office, ben, request) is ClaimState.ACTIVE


async def test_confirming_and_lapsing_at_one_moment_is_one_of_both(office: Office) -> None:
    request, ben = await office.posts(), await office.meets("Ben", promised=False)
    for _ in range(10):
        await office.taps(ben, request)
        claim = await seat_of(office, ben, request)
        office.clock.forward(minutes=15)
        async with office.app.db.transaction() as tx:
            await tx.run("UPDATE person SET promised_at = NULL WHERE id = ?", ben.id)
        await asyncio.gather(
            people.promise(office.app, replace(ben, promised_at=None), office.update),
            claims.lapse(office.app, claim.id),
        )
        now = next(c for c in (await office.now(request)).claims if c.id == claim.id)
        assert now.state in (ClaimState.ACTIVE, ClaimState.RELEASED)
        assert (now.state is ClaimState.ACTIVE) == (now.ending is None)
        await office.leaves(ben, request)


# --- out of reach -----------------------------------------------------------------------------------------------------


async def test_who_cannot_be_told_any_more_keeps_the_seat_for_a_while(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    await office.works()
    await office.loses_reach(dan)
    claim = await seat_of(office, dan, request)
    assert (claim.state, claim.held_until) == (ClaimState.HELD, office.app.now() + FIFTEEN)
    office.clock.forward(minutes=15)
    assert {"lapse", "lapsed_contact"} <= set(await office.works())
    assert await office.seat(dan, request) is None


async def test_who_comes_back_in_time_has_the_seat_and_hears_of_it(office: Office) -> None:
    """The message that did not arrive is sent now: without it there is no button to leave by."""
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    rows_due, _ = await due.due_at(office.app, office.app.now())
    for row in rows_due:
        if row.occasion is Occasion.CLAIMED:
            await due.unreachable(office.app, row)
    assert await state_of(office, dan, request) is ClaimState.HELD
    await office.works()
    await office.has_reach(dan, Reach.YES)
    assert await claims.started(office.app, dan, office.update) == (1, 0)
    assert await state_of(office, dan, request) is ClaimState.ACTIVE
    assert "claimed" in await office.works()


async def test_seats_of_requests_that_are_over_stay_as_they_are(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    office.clock.set(request.ends_at)
    await office.loses_reach(dan)
    assert await state_of(office, dan, request) is ClaimState.ACTIVE


async def test_a_person_nobody_knows_is_no_trouble(office: Office) -> None:
    async with office.app.work() as work:
        await claims.out_of_reach(office.app, work, 7)


# --- giving up and taking over ----------------------------------------------------------------------------------------


async def test_undo_leaves_no_trace(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.works()
    before = await office.unsent()
    await office.taps(dan, request)
    assert (await office.leaves(dan, request)).result is Leaving.UNDONE
    assert (await office.now(request)).claims == ()
    assert "claimed" not in await office.works()
    office.clock.forward(seconds=10)
    await office.works()
    assert await office.unsent() == before - {"board"}


async def test_a_leaver_keeps_the_seat_until_somebody_takes_it(office: Office) -> None:
    dan, ana, request = await office.meets("Dan"), await office.meets("Ana"), await office.posts()
    await office.taps(dan, request)
    office.clock.forward(minutes=10)
    assert (await office.leaves(dan, request)).result is Leaving.WAITING
    assert (await office.leaves(dan, request)).result is LeaveRefusal.ALREADY_LEAVING
    assert (await seat_of(office, dan, request)).leaving_at == office.app.now()
    assert "left_contact" in await office.works()
    assert (await office.taps(ana, request)).result is Claimed.TAKEN
    assert {(c.person_id, c.state, c.ending) for c in (await office.now(request)).claims} == {
        (dan.id, ClaimState.RELEASED, Ending.REPLACED),
        (ana.id, ClaimState.ACTIVE, None),
    }
    assert sorted(set(await office.works()) - {"card"}) == ["claimed", "replaced"]


async def test_a_leaver_may_come_back_while_nobody_has_taken_the_seat(office: Office) -> None:
    dan, ana, request = await office.meets("Dan"), await office.meets("Ana"), await office.posts()
    await office.taps(dan, request)
    office.clock.forward(minutes=10)
    await office.leaves(dan, request)
    assert (await office.taps(dan, request)).result is Claimed.BACK
    assert (await seat_of(office, dan, request)).leaving_at is None
    assert (await office.taps(ana, request)).result is Refusal.FULL


async def test_a_leaver_who_drives_elsewhere_then_does_not_come_back(office: Office) -> None:
    dan = await office.meets("Dan")
    one, other = await office.posts(), await office.posts()
    await office.taps(dan, one)
    office.clock.forward(minutes=10)
    await office.leaves(dan, one)
    assert (await office.taps(dan, other)).result is Claimed.TAKEN
    assert (await office.taps(dan, one)).result is Refusal.CLASH


async def test_nobody_takes_over_who_may_not_stay(office: Office) -> None:
    dan, ben, request = await office.meets("Dan"), await office.meets("Ben", promised=False), await office.posts()
    await office.taps(dan, request)
    office.clock.forward(minutes=10)
    await office.leaves(dan, request)
    assert (await office.taps(ben, request)).result is Refusal.CONNECT_FIRST
    assert await state_of(office, dan, request) is ClaimState.ACTIVE


async def test_nobody_leaves_for_somebody_else(office: Office) -> None:
    dan, ana, request = await office.meets("Dan"), await office.meets("Ana"), await office.posts()
    await office.taps(dan, request)
    claim = await seat_of(office, dan, request)
    answer = await claims.leave(office.app, ana, claim.id, office.update)
    unknown = await claims.leave(office.app, ana, 7, office.update)
    assert answer == unknown
    assert answer.request is None
    assert await office.seat(dan, request) == claim
    assert await claims.own_claim(office.app, ana, claim.id) is None
    assert await claims.own_claim(office.app, dan, claim.id) == (await office.now(request), claim)


async def test_leaving_coming_back_and_taking_over_at_once(office: Office) -> None:
    """Whatever comes first: one person in the seat, and everybody was told the truth about themselves."""
    dan, ana, request = await office.meets("Dan"), await office.meets("Ana"), await office.posts()
    for _ in range(8):
        await office.taps(dan, request)
        office.clock.forward(minutes=10)
        await office.leaves(dan, request)
        back, taken = await asyncio.gather(office.taps(dan, request), office.taps(ana, request))
        (holder,) = (await office.now(request)).living()
        if taken.result is Claimed.TAKEN:
            assert back.result in (Claimed.BACK, Refusal.FULL)
            assert holder.person_id == ana.id
        else:
            assert (back.result, taken.result) == (Claimed.BACK, Refusal.FULL)
            assert holder.person_id == dan.id
        for person in (dan, ana):
            await office.leaves(person, request)
        async with office.app.db.transaction() as tx:
            await tx.run("DELETE FROM claim")


async def test_taking_and_cancelling_at_once(office: Office) -> None:
    dan, ana = await office.meets("Dan"), await office.meets("Ana")
    for number in range(8):
        request = await office.posts(details=Details(name="Ana"))
        deeds = [
            office.taps(dan, request),
            acts.cancel(office.app, office.rosa, request.id, office.update),
            office.taps(ana, request),
        ]
        answers = await asyncio.gather(*(deeds[number % 3 :] + deeds[: number % 3]))
        assert {a.result for a in answers if isinstance(a, Answer)} <= {
            Claimed.TAKEN,
            Refusal.FULL,
            Refusal.CANCELLED,
        }
        now = await office.now(request)
        assert now.state is RequestState.CANCELLED
        assert now.living() == ()
        assert await office.details(request) is None


# --- private details --------------------------------------------------------------------------------------------------

TOLD = Details(name="Ana", phone="413-555-0100", street="45 Elm St", note="two bags")


async def test_details_are_shown_to_who_has_the_seat_from_the_day_before(office: Office) -> None:
    dan, ana, request = await office.meets("Dan"), await office.meets("Ana"), await office.posts(details=TOLD)
    await office.taps(dan, request)
    claim = await seat_of(office, dan, request)

    async def shown(person: Person) -> DetailsRefusal | tuple[Details, ...] | None:
        answer = await claims.show_details(office.app, person, claim.id, office.update)
        assert bool(answer.details) == (answer.refusal is None)
        return answer.refusal or answer.details

    assert await shown(dan) is DetailsRefusal.TOO_EARLY
    office.clock.set(request.starts_at - timedelta(hours=24))
    assert await shown(dan) == (TOLD,)
    assert await shown(ana) is DetailsRefusal.NOT_YOURS
    answer = await claims.show_details(office.app, dan, claim.id, office.update)
    assert answer.contact == "Rosa"
    async with office.app.db.transaction() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE act = 'details shown' AND actor_id = ?", dan.id) == 2
        await rows.set_standing(tx, dan.id, Group.VOLUNTEERS, "left", office.app.now(), joined=False, confirmed=False)
    assert await shown(dan) is DetailsRefusal.NOT_YOURS


async def test_a_newer_message_about_a_claim_takes_the_place_of_the_older(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.taps(dan, request)
    claim = await seat_of(office, dan, request)
    assert await claims.new_living_message(office.app, claim.id, 5) is None
    assert await claims.new_living_message(office.app, claim.id, 6) == 5


# --- the same tap again -----------------------------------------------------------------------------------------------


async def test_a_replayed_tap_is_answered_as_before_and_takes_nothing(office: Office) -> None:
    request = await office.posts()
    taken = await office.posts("2026-12-10 09:00 Holyoke > Amherst")
    dan = await office.meets("Dan")
    await office.taps(await office.meets("Priya"), taken)
    crowd = [
        (dan, request),
        (dan, taken),
        (await office.meets("Ana", trained=False), taken),
        (await office.meets("Eve", inside=False), taken),
        (await office.meets("Ben", promised=False), await office.posts("2026-12-11 09:00 Holyoke > Amherst")),
        (await office.meets("Zoe", reach=Reach.UNKNOWN), await office.posts("2026-12-12 09:00 Holyoke > Amherst")),
    ]
    for number, (person, wanted) in enumerate(crowd, 1000):
        await inbox.receive(office.app, [Received(number, b"queue", b"{}")])
        assert await inbox.outcome(office.app, number) is None
        slot = wanted.slots[0].id
        first = await claims.claim(office.app, person, slot, number)
        before = await office.now(wanted)
        outcome = await inbox.outcome(office.app, number)
        assert outcome == first.result
        again = await claims.answer_again(office.app, slot, outcome)
        assert (again.result, again.slot) == (first.result, first.slot)
        if first.result is Refusal.NOT_QUALIFIED:
            assert again.qualification is first.qualification
        assert await office.now(wanted) == before


@pytest.mark.parametrize("outcome", ["done", "", "nonsense"])
async def test_a_replayed_tap_nobody_understands_is_an_unknown_button(office: Office, outcome: str) -> None:
    request = await office.posts()
    answer = await claims.answer_again(office.app, request.slots[0].id, outcome)
    assert answer.result is Refusal.UNKNOWN
    assert (await claims.answer_again(office.app, 7, "taken")).request is None


async def test_what_fails_is_not_applied(office: Office) -> None:
    """The effects and "update applied" are one commit."""
    dan, request = await office.meets("Dan"), await office.posts()
    await inbox.receive(office.app, [Received(5, b"queue", b"{}")])
    async with office.app.db.transaction() as tx:
        await tx.run("ALTER TABLE outbox RENAME TO lost")
    with pytest.raises(Exception, match="no such table"):
        await claims.claim(office.app, dan, request.slots[0].id, 5)
    async with office.app.db.transaction() as tx:
        await tx.run("ALTER TABLE lost RENAME TO outbox")
    assert await inbox.outcome(office.app, 5) is None
    assert await office.seat(dan, request) is None
    assert (await claims.claim(office.app, dan, request.slots[0].id, 5)).result is Claimed.TAKEN
