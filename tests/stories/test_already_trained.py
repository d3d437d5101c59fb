"""A tap without the training, "I was already trained", the coordinators' answer, and the seat."""

from __future__ import annotations

from sandbox import Person, SeenMessage, Tap
from tests.center import Center


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def says_so(center: Center, person: Person, card: SeenMessage) -> SeenMessage:
    """Taps the card, then *I was already trained*; returns the question in the coordinators' group."""
    await person.taps(card, "claim:")
    await center.idle()
    await person.taps(person.last, "iamtrained:")
    await center.idle()
    question = with_button(center, "trained:")
    assert person.name in question.text
    return question


def with_button(center: Center, data: str) -> SeenMessage:
    """The last message in the coordinators' group with such a button."""
    return next(m for m in reversed(center.coordinators.messages) if data_of(m, data))


def data_of(message: SeenMessage, beginning: str) -> str:
    """A button's data; empty when there is none like that."""
    found = (button.data or "" for row in message.buttons for button in row)
    return next((data for data in found if data.startswith(beginning)), "")


async def granted(center: Center) -> int:
    async with center.bot.app.db.reading() as tx:
        return int(await tx.value("SELECT count(*) FROM qualification") or 0)


async def test_tap_refused_already_trained_confirmed_seat(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    tap = await dan.taps(card, "claim:")
    assert tap.alert
    assert "This needs the rideshare training" in tap.text
    needed = await dan.waits_for("Were you trained already?")
    assert "No such training is planned right now" in needed.text
    assert "Holyoke → Amherst" in needed.text
    assert labels(needed) == ["🎓 I was already trained"]
    await center.idle()
    assert "0/1" in card.text
    await dan.taps(needed, "I was already trained")
    held = await dan.waits_for("I asked the coordinators whether you are trained for rideshare")
    assert "until Tuesday, November 24 at 10:00 PM" in held.text
    await center.idle()
    assert "1/1" in card.text
    question = await center.rosa.waits_for("Dan says they are trained for rideshare", in_=center.coordinators)
    assert "Dan dice" in question.text
    await center.rosa.taps(question, "Confirm")
    mine = await dan.waits_for("It's yours. Thank you!")
    assert labels(mine)[-1] == "↩ Undo"
    await center.idle()
    assert "The seat is theirs" in question.text
    assert not question.buttons
    assert not held.buttons
    assert any("• Dan" in message.text for message in center.coordinators.messages)
    assert await granted(center) == 1
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE act = 'grant rideshare'") == 1


async def test_the_same_in_spanish(center: Center) -> None:
    luz = await center.volunteer("Luz", trained=False, language="es")
    card = await center.posts()
    tap = await luz.taps(card, "claim:")
    assert "viajes" in tap.text
    needed = await luz.waits_for("¿Ya te capacitaste?")
    await luz.taps(needed, "Ya me capacité")
    await luz.waits_for("Pregunté a los coordinadores")
    question = await center.rosa.waits_for("Luz dice", in_=center.coordinators)
    await center.rosa.taps(question, "Confirmar")
    await luz.waits_for("Es tuyo. ¡Gracias!")


async def test_no_is_said_kindly_and_the_seat_is_open(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    question = await says_so(center, dan, card)
    await center.rosa.taps(question, "untrained:")
    told = await dan.waits_for("It is lovely that you want to help")
    assert "could not find a note of your rideshare training" in told.text
    await center.idle()
    assert "0/1" in card.text
    assert "I told them kindly" in question.text
    assert await granted(center) == 0
    assert not [m for m in center.rosa.chat if "no longer a trained volunteer" in m.text]


async def test_without_an_answer_it_lapses_and_both_are_told(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    question = await says_so(center, dan, card)
    center.clock.forward(hours=11, minutes=59)
    await center.idle()
    assert "1/1" in card.text
    center.clock.forward(minutes=1)
    await dan.waits_for("Nobody could confirm your rideshare training in time")
    await center.rosa.waits_for("Dan said they were trained, and nobody answered in time")
    await center.idle()
    assert "0/1" in card.text
    assert "This question is closed" in question.text
    assert not question.buttons


async def test_never_past_three_hours_before_the_start_and_refused_kindly_later(center: Center) -> None:
    dan, eva = await center.volunteer("Dan", trained=False), await center.volunteer("Eva", trained=False)
    card = await center.posts("/ride 2026-11-24 17:00 Holyoke > Amherst x2")  # in seven hours
    await says_so(center, dan, card)
    assert "at 2:00 PM" in dan.last.text
    center.clock.set_local("2026-11-24 14:00")
    await dan.waits_for("Nobody could confirm")
    await center.idle()
    assert "0/1" in card.text
    await eva.taps(card, "claim:")
    late = await eva.waits_for("This starts soon: please call a coordinator")
    assert not late.buttons
    tap = await eva.taps_data(late, data_of(card, "claim:").replace("claim:", "iamtrained:"))
    assert "too soon" in tap.text


async def test_a_moved_start_moves_the_end_of_the_hold(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts("/ride 2026-11-24 22:00 Holyoke > Amherst x2")
    await says_so(center, dan, card)
    assert "until Tuesday, November 24 at 7:00 PM" in dan.last.text
    await center.rosa.taps(with_button(center, "edit:"), "edit:")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "Hour")
    await center.idle()
    await center.rosa.writes("7pm")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "save:")
    await center.idle()
    assert "7:00 PM" in card.text
    center.clock.set_local("2026-11-24 16:00")
    await dan.waits_for("Nobody could confirm")


async def test_a_cancelled_request_closes_the_question_but_the_training_can_still_be_noted(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    question = await says_so(center, dan, card)
    data = data_of(question, "trained:")
    await center.rosa.taps(with_button(center, "cancel:"), "cancel:")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "cancelnow:")
    await dan.waits_for("Cancelled: you are no longer needed")
    await center.idle()
    assert not question.buttons
    await center.rosa.taps_data(question, data)  # tapped in the same moment
    await center.idle()
    assert "The seat was not held any more" in question.text
    assert await granted(center) == 1
    await dan.waits_for("This is noted for you")


async def test_two_coordinators_tap_and_the_first_counts(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    lucia = center.telegram.add_person("Lucia", username="lucia_c")
    center.coordinators.add(lucia)
    await center.idle()
    await center.rosa.taps(center.coordinators.last, "vouch:")
    await center.idle()
    card = await center.posts()
    question = await says_so(center, dan, card)
    taps = [center.rosa.taps_nowait(question, "trained:"), lucia.taps_nowait(question, "untrained:")]
    answers: list[Tap] = [await tap for tap in taps]
    assert sum("Somebody answered already" in tap.text for tap in answers) == 1
    await center.idle()
    seated = await granted(center)
    assert ("1/1" in card.text) is bool(seated)


async def test_who_does_not_want_it_after_all_leaves_no_trace(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    question = await says_so(center, dan, card)
    await dan.taps(dan.last, "I don't want it after all")
    await center.idle()
    assert "0/1" in card.text
    assert not question.buttons
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM claim") == 0


async def test_one_open_question_for_a_person_and_a_training(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    other = await center.posts("/ride 2026-12-04 09:00 Holyoke > Amherst x2")
    await says_so(center, dan, card)
    await dan.taps(other, "claim:")
    await center.idle()
    tap = await dan.taps(dan.last, "iamtrained:")
    assert "being asked about your rideshare training" in tap.text
    await center.idle()
    assert "0/1" in other.text


async def test_the_seat_that_somebody_took_meanwhile(center: Center) -> None:
    dan, priya = await center.volunteer("Dan", trained=False), await center.volunteer("Priya")
    card = await center.posts()
    await dan.taps(card, "claim:")
    needed = await dan.waits_for("Were you trained already?")
    await priya.taps(card, "claim:")
    await center.idle()
    tap = await dan.taps(needed, "iamtrained:")
    assert "Somebody was faster" in tap.text
    assert "Dan" not in center.coordinators.last.text


async def test_who_cannot_be_written_to_is_led_there(center: Center) -> None:
    ellen = await center.volunteer("Ellen", trained=False, connected=False)
    card = await center.posts()
    tap = await ellen.taps(card, "claim:")
    assert tap.url is not None
    await ellen.follows(tap.url)
    needed = await ellen.waits_for("Were you trained already?")
    await ellen.taps(needed, "iamtrained:")
    promise = await ellen.waits_for("Before your first time, a promise")
    assert "Your seat is held until 10:00 PM" in promise.text
    question = await center.rosa.waits_for("Ellen says", in_=center.coordinators)
    await center.rosa.taps(question, "trained:")
    await ellen.waits_for("The coordinators confirmed your training. One more step")
    await center.idle()
    assert "held until they finish connecting" in question.text
    await ellen.taps(ellen.last, "promise:")
    await ellen.waits_for("It's yours. Thank you!")


async def test_a_grant_by_line_answers_the_question_too(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    question = await says_so(center, dan, card)
    await center.rosa.writes("/grant rideshare @dan_v")
    await dan.waits_for("It's yours. Thank you!")
    await center.idle()
    assert not question.buttons
    assert "1/1" in card.text


async def test_a_restart_between_question_and_answer_changes_nothing(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    question = await says_so(center, dan, card)
    await center.restart()
    await center.rosa.taps(question, "trained:")
    await dan.waits_for("It's yours. Thank you!")


async def test_a_volunteer_who_forges_the_answer_gets_nothing(center: Center) -> None:
    dan, mallory = await center.volunteer("Dan", trained=False), await center.volunteer("Mallory")
    card = await center.posts()
    question = await says_so(center, dan, card)
    for verb in ("trained", "untrained"):
        data = data_of(question, f"{verb}:")
        for forger in (mallory, dan):
            tap = await forger.taps_data(forger.last, data)
            assert "This is for coordinators" in tap.text
    await center.idle()
    assert await granted(center) == 1  # Mallory's own
    assert "1/1" in card.text


async def test_a_forged_tap_on_the_groups_card_changes_no_card(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    before = card.text
    await dan.taps_data(card, data_of(card, "claim:").replace("claim:", "iamtrained:"))
    await dan.waits_for("I asked the coordinators")
    await center.idle()
    assert card.text.splitlines()[:3] == before.splitlines()[:3]
    assert "asked the coordinators" not in center.rosa.screen(center.volunteers)


async def test_the_promise_alone_confirms_no_training(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False, promised=False)
    card = await center.posts()
    await says_so(center, dan, card)
    promise = await dan.waits_for("Before your first time, a promise")
    await dan.taps(promise, "promise:")
    await dan.starts()
    await center.idle()
    assert not [m for m in dan.chat if "It's yours" in m.text]
    assert "Dan — held, not confirmed yet" in with_button(center, "cancel:").text


async def test_after_no_a_late_yes_changes_nothing(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    question = await says_so(center, dan, await center.posts())
    late = data_of(question, "trained:")
    await center.rosa.taps(question, "untrained:")
    await center.idle()
    tap = await center.rosa.taps_data(question, late)
    assert "Somebody answered already" in tap.text
    assert await granted(center) == 0


async def test_another_training_taken_away_meanwhile_leaves_the_held_seat(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    await center.rosa.writes("/grant hotline @dan_v")
    await center.idle()
    card = await center.posts()
    question = await says_so(center, dan, card)
    await center.rosa.writes("/revoke hotline @dan_v")
    await center.idle()
    assert "1/1" in card.text
    await center.rosa.taps(question, "trained:")
    await dan.waits_for("It's yours")


async def test_who_leaves_the_group_meanwhile_gives_the_seat_back(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    card = await center.posts()
    question = await says_so(center, dan, card)
    await dan.leaves(center.volunteers)
    await dan.waits_for("This seat is no longer yours")
    await center.idle()
    assert "0/1" in card.text
    assert not question.buttons
