"""What is open, what is mine, and the coordinators' board."""

from __future__ import annotations

from tests.center import Center, labels, presses


async def test_open_is_by_day_with_links_to_the_cards_and_claims_from_there(center: Center) -> None:
    eva = await center.volunteer("Eva", trained=("accompaniment", "rideshare"))
    later = await center.posts("/accompany 2026-12-05 8:30-11am Hartford")
    ride = await center.posts("/ride 2026-12-03 09:00 Holyoke > Amherst")
    await center.posts("/shift 2026-12-03 17:00 hotline")
    await eva.writes("/open")
    await center.idle()
    listed = eva.last
    text = listed.text
    assert text.index("Thursday, December 3") < text.index("9:00 AM") < text.index("5:00 PM")
    assert text.index("5:00 PM") < text.index("Saturday, December 5") < text.index("8:30 AM")
    assert text.count("Thursday, December 3") == 1
    links = dict(listed.links)
    assert eva.opens(links["9:00 AM · Holyoke → Amherst"]) is ride
    assert eva.opens(links["8:30 AM · Hartford"]) is later
    assert "Accompanier 0/2, Driver 0/1, Interpreter 0/1" in text
    tap = await eva.taps(listed, "🤝 Sat, Dec 5, 8:30 AM · Hartford")
    assert "It's yours" in tap.text
    await center.idle()
    await eva.writes("/open")
    await center.idle()
    assert "Accompanier 1/2" in eva.last.text


async def test_open_names_a_part_of_the_day_and_a_shift_without_a_place(center: Center) -> None:
    hal = await center.volunteer("Hal", trained=("hotline",))
    await center.rosa.writes("/shift")
    await center.answers(center.rosa, "duty.hotline", "day.2026-12-03", "hour.afternoon", "origin.none", "seats.done")
    await center.rosa.taps(center.rosa.last, "post:")
    await center.idle()
    await hal.writes("/open")
    await center.idle()
    assert "afternoon, time to be confirmed · Hotline — Helper 0/1" in hal.last.text
    await hal.taps(hal.last, "claim:")
    await center.idle()
    await hal.writes("/my")
    await center.idle()
    assert labels(hal.last) == ["🙋 Thu, Dec 3, afternoon, time to be confirmed · Hotline"]


async def test_my_shows_both_roles_and_what_waits_for_an_answer(center: Center) -> None:
    eva = await center.volunteer("Eva", trained=("accompaniment", "rideshare"))
    card = await center.posts("/accompany 2026-12-03 8:30-11am Hartford")
    await eva.taps(card, "I can accompany")
    await center.idle()
    await eva.taps(card, "I can drive")
    await center.idle()
    await eva.writes("/my")
    await center.idle()
    assert sorted(label[0] for label in labels(eva.last)) == ["🚗", "🤝"]
    await center.rosa.taps(center.coordinators.last, "edit:")
    await center.answers(center.rosa, "fields.hour", "hour.10", "quarter.0")
    await center.rosa.taps(center.rosa.last, "save:")
    await center.idle()
    await eva.writes("/my")
    await center.idle()
    assert eva.last.text.count("changed: does it still work for you?") == 2
    await eva.taps(eva.last, "🤝")
    await center.idle()
    await eva.taps(eva.last, "It still works for me")
    await center.idle()
    await eva.writes("/my")
    await center.idle()
    assert "changed: does it still work for you?" not in eva.last.text, "one yes is for both roles"


async def test_the_board_shows_what_is_missing_and_is_edited_in_place(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=("accompaniment",))
    eva = await center.volunteer("Eva", trained=("accompaniment",))
    card = await center.posts("/accompany 2026-12-03 8:30-11am Hartford")
    own = center.coordinators.last
    await center.rosa.writes("/board", to=center.coordinators)
    await center.idle()
    board = center.coordinators.last
    assert "❗ 8:30 AM · Hartford" in board.text
    count = len(center.coordinators.messages)
    for person, sign in ((dan, "❗"), (eva, "◽")):
        await person.taps(card, "I can accompany")
        await center.idle()
        center.clock.forward(seconds=10)
        await center.idle()
        assert f"{sign} 8:30 AM · Hartford" in board.text
    assert "2/2 (Dan, Eva)" in board.text
    await center.rosa.taps(own, "edit:")
    await center.answers(center.rosa, "fields.hour", "hour.10", "quarter.0")
    await center.rosa.taps(center.rosa.last, "save:")
    await center.idle()
    center.clock.forward(seconds=10)
    await center.idle()
    assert "10:00 AM · Hartford" in board.text
    assert len(center.coordinators.messages) == count


async def test_a_training_is_on_the_board_and_in_the_list_of_whoever_goes(center: Center) -> None:
    rosa, group = center.rosa, center.coordinators
    dan = await center.volunteer("Dan", trained=False)
    await rosa.writes("/board", to=group)
    await center.idle()
    board = group.last
    await rosa.writes("/training 2026-12-03 18:30 rideshare @ Northampton cap 12")
    await center.idle()
    await rosa.taps(rosa.last, "spost:")
    await center.idle()
    await dan.taps(center.volunteers.last, "I'm going")
    await center.later(seconds=10)
    assert "🎓 Thu, Dec 3, 6:30 PM · Training: rideshare — Going · Van 1/12" in board.text
    await dan.writes("/my")
    await center.idle()
    assert labels(dan.last) == ["✅ 🎓 Thu, Dec 3, 6:30 PM · Training: rideshare"]
    await dan.taps(dan.last, "session:")
    await center.idle()
    assert "I can't" in " ".join(labels(dan.last))
    await center.at("2026-12-04 08:00")
    await center.later(seconds=10)
    assert "Training" not in board.text


async def test_forty_requests_still_fit_into_the_lists(center: Center) -> None:
    dan = await center.volunteer("Dan")
    for number in range(40):
        day = f"2026-12-{1 + number % 28:02}"
        await center.rosa.writes(f"/ride {day} {6 + number // 28 * 4}:00 Shelburne Falls > Great Barrington x2")
        await center.idle()
        await center.rosa.taps(center.rosa.last, "post:")
        await center.idle()
    await dan.writes("/open")
    await center.rosa.writes("/board")
    await center.idle()
    assert "Open now" in dan.last.text
    assert len(labels(dan.last)) <= 100
    assert "Board" in center.rosa.last.text


async def test_a_held_seat_is_not_shown_as_covered(center: Center) -> None:
    grace = await center.volunteer("Grace", connected=False)
    card = await center.posts()
    await center.rosa.writes("/board", to=center.coordinators)
    await center.idle()
    board = center.coordinators.last
    await grace.taps(card, "claim:")
    await center.later(seconds=10)
    assert "Grace — held, not confirmed yet" in board.text
    assert "◽ 9:00 AM" in board.text
    assert "✓" not in board.text


async def test_my_shows_a_sign_once(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=("accompaniment", "rideshare"))
    card = await center.posts("/accompany 2026-12-03 8:30-11am Hartford")
    await presses(dan, card, "claim")
    await center.idle()
    await dan.writes("/my")
    await center.idle()
    assert dan.last.text.count("🤝") == 1
