"""The evening itself: the code, the picture on the wall, the trainer's list, and the one confirmation that counts."""

from __future__ import annotations

from sandbox import Person, SeenMessage
from tests.center import Center
from tests.stories.test_trainings import at, goes, labels, messages, posts_session, public_link, the_code, trained

THURSDAY = "/training 2026-12-03 18:30 rideshare @ Northampton cap 12"


async def an_evening(center: Center, *names: str) -> tuple[SeenMessage, list[Person]]:
    """A training led by Lee, and volunteers who said Going."""
    lee = await center.volunteer("Lee", trained=False)
    card = await posts_session(center, THURSDAY + " @lee_v")
    people = [await center.volunteer(name, trained=False) for name in names]
    for person in people:
        await goes(center, person, card)
    return card, [lee, *people]


async def says(center: Center, person: Person, words: str) -> str:
    await person.writes(words)
    await center.idle()
    return person.last.text


# --- the trainer -----------------------------------------------------------------------------------------------------


async def test_the_trainer_sees_this_list_and_nothing_else(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    other = await posts_session(center, "/training 2026-12-10 18:30 rideshare @ Holyoke")
    await lee.taps(await lee.waits_for("You lead this one"), "List")
    await center.idle()
    assert "☐ Ben" in labels(lee.last)
    theirs = center.coordinators.last.buttons[0][0].data or ""
    assert theirs.startswith("attendees:")
    tap = await lee.taps_data(lee.last, theirs)
    assert tap.alert
    tap = await ben.taps_data(ben.last, lee.last.buttons[0][0].data or "")
    assert tap.alert
    assert other.text
    refused = await lee.taps_data(lee.last, theirs.replace("attendees:", "sessioncancel:"))
    assert refused.alert


async def test_names_can_be_ticked_only_from_a_quarter_of_an_hour_before(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    await lee.taps(await lee.waits_for("You lead this one"), "List")
    await center.idle()
    tap = await lee.taps(lee.last, "☐ Ben")
    assert "has not begun" in tap.text
    await at(center, 18, 15)
    tap = await lee.taps(lee.last, "☐ Ben")
    assert not tap.alert
    await center.idle()
    assert "☑ Ben" in labels(lee.last)
    assert not await trained(center, ben)


async def test_the_list_is_true_in_the_hand_of_the_trainer(center: Center) -> None:
    _, (lee, ben, _) = await an_evening(center, "Ben", "Ana")
    await at(center, 18, 15)
    code = await the_code(lee)
    listed = lee.last
    await says(center, ben, code)
    assert "1 person is ticked" in listed.text
    assert labels(listed)[:2] == ["☑ Ben", "☐ Ana"]
    assert "1 person is there" in center.coordinators.last.text
    assert "✓ 1 person was there: Confirm all" in labels(listed)


async def test_without_a_trainer_whoever_posted_it_gets_the_code(center: Center) -> None:
    await posts_session(center)
    await at(center, 18, 15)
    assert await the_code(center.rosa)
    assert "Code" not in center.rosa.screen(center.coordinators)
    assert "Code" not in center.rosa.screen(center.volunteers)


# --- the code --------------------------------------------------------------------------------------------------------


async def test_the_picture_on_the_wall_marks_as_here(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    await at(center, 18, 15)
    await the_code(lee)
    await lee.taps(lee.last, "Picture for the wall")
    await center.idle()
    picture = next(message for message in reversed(lee.chat) if message.photo)
    code = (picture.text or "").rpartition(": ")[2]
    session = (lee.find("Code: ") or lee.last).buttons[-1][0].data or ""
    await ben.starts(f"h-{session.split(':')[1]}-{code}")
    await center.idle()
    assert "You are marked as here" in ben.last.text


async def test_a_code_counts_from_15_before_until_30_after(center: Center) -> None:
    _, (lee, ben, ana) = await an_evening(center, "Ben", "Ana")
    await at(center, 18, 14)
    assert "I did not ask anything" in await says(center, ben, "1234")
    await at(center, 18, 15)
    code = await the_code(lee)
    await at(center, 19, 0)
    assert "You are marked as here" in await says(center, ben, code)
    await at(center, 19, 1)
    assert "You are marked" not in await says(center, ana, code)


async def test_five_wrong_codes_and_a_polite_stop(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    await at(center, 18, 15)
    code = await the_code(lee)
    wrong = [f"{number:04}" for number in range(6) if f"{number:04}" != code][:5]
    for typed in wrong[:4]:
        assert "That is not the code" in await says(center, ben, typed)
    assert "That was five times" in await says(center, ben, wrong[4])
    assert "That was five times" in await says(center, ben, code)
    await center.idle()
    assert "☐ Ben" in labels(await lee.waits_for("Code: "))


async def test_the_code_of_another_session_marks_nothing(center: Center) -> None:
    lee = await center.volunteer("Lee", trained=False)
    ben = await center.volunteer("Ben", trained=False)
    await posts_session(center, "/training 2026-12-03 18:30 rideshare + accompaniment @ Northampton @lee_v")
    for card in center.volunteers.messages[-2:]:
        await goes(center, ben, card)
    await at(center, 18, 15)
    await at(center, 18, 50)
    await at(center, 19, 15)
    later = await the_code(lee)  # of the second part, whose doors have just opened
    assert "accompaniment" in lee.last.text
    assert "You are marked as here" in await says(center, ben, later)
    assert not [label for label in labels(await lee.waits_for("6:30 PM – 7:30 PM")) if label.startswith("☑")]


async def test_a_code_forwarded_to_a_friend_counts_only_when_the_trainer_sees_them(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    eve = center.telegram.add_person("Eve")
    await eve.starts()
    await at(center, 18, 15)
    code = await the_code(lee)
    assert "please tell the trainer that you are here" in await says(center, eve, code)
    await says(center, ben, code)
    listed = lee.last
    assert "Not expected; tick only whom you see: Eve" in listed.text
    assert "☐ 🚶 Eve" in labels(listed)
    await lee.taps(listed, "1 person was there: Confirm all")
    await center.idle()
    assert await trained(center, ben)
    assert not await trained(center, eve)
    assert "trained" not in eve.last.text


async def test_somebody_who_was_removed_for_good_is_marked_nowhere(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    center.volunteers.remove(ben)
    await center.idle()
    await at(center, 18, 15)
    code = await the_code(lee)
    assert "Please call the center" in await says(center, ben, code)
    await lee.taps(lee.last, "☐ Ben")
    await center.idle()
    await lee.taps(lee.last, "Confirm all")
    await center.idle()
    assert not await trained(center, ben)
    later = await posts_session(center, "/training 2026-12-10 18:30 rideshare @ Holyoke")
    tap = await ben.taps_data(ben.last, later.buttons[0][0].data or "")
    assert "call the center" in tap.text
    assert "0" in later.text


# --- confirming, correcting ------------------------------------------------------------------------------------------


async def test_only_the_confirmation_qualifies_and_a_mistake_is_taken_back(center: Center) -> None:
    _, (lee, ben, ana) = await an_evening(center, "Ben", "Ana")
    await at(center, 18, 15)
    code = await the_code(lee)
    await says(center, ben, code)
    await says(center, ana, code)
    assert not await trained(center, ben)
    await lee.taps(lee.last, "2 people were there: Confirm all")
    await center.idle()
    assert await trained(center, ben)
    assert await trained(center, ana)
    assert "Confirmed: 2 people were there." in lee.last.text
    await lee.taps(lee.last, "☑ Ana")
    await center.idle()
    assert not await trained(center, ana)
    assert await trained(center, ben)
    assert "We missed you" in ana.last.text
    async with center.bot.app.db.reading() as tx:
        acts = [row[0] for row in await tx.all("SELECT act FROM audit ORDER BY at, rowid")]
    assert acts.count("grant rideshare") == 2
    assert acts.count("revoke rideshare") == 1
    assert acts.count("attendance confirmed") == 1


async def test_whoever_was_trained_before_keeps_it_when_the_list_is_corrected(center: Center) -> None:
    card, (lee,) = await an_evening(center)
    dan = await center.volunteer("Dan")
    await goes(center, dan, card)
    await at(center, 18, 15)
    await says(center, dan, await the_code(lee))
    await lee.taps(lee.last, "Confirm all")
    await center.idle()
    await lee.taps(lee.last, "☑ Dan")
    await center.idle()
    assert await trained(center, dan)


async def test_a_list_that_has_just_changed_is_looked_at_once_more(center: Center) -> None:
    _, (lee, ben, ana) = await an_evening(center, "Ben", "Ana")
    await at(center, 18, 15)
    code = await the_code(lee)
    await says(center, ben, code)
    confirm = next(b.data for row in lee.last.buttons for b in row if (b.data or "").startswith("confirmall"))
    await says(center, ana, code)
    tap = await lee.taps_data(lee.last, confirm or "")
    assert "has just changed" in tap.text
    assert not await trained(center, ben)


async def test_nobody_counts_as_trained_until_somebody_has_confirmed(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    await at(center, 18, 15)
    await says(center, ben, await the_code(lee))
    await at(center, 19, 30)
    await lee.waits_for("Who was there?")
    await at(center, 17, 0, day=4)
    asked = await center.rosa.waits_for("nobody counts as trained", in_=center.coordinators)
    await center.rosa.taps(asked, "List")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "Confirm all")
    await center.idle()
    assert await trained(center, ben)
    assert messages(ben, "You are now trained for rideshare") == 1


# --- walk-ins and paper ----------------------------------------------------------------------------------------------


async def test_a_name_from_the_paper_list_is_linked_to_a_person_later(center: Center) -> None:
    _, (lee,) = await an_evening(center)
    await at(center, 18, 30)
    await lee.taps(await lee.waits_for("Code: "), "Somebody not on the list")
    await lee.waits_for("Who else is here?")
    await lee.writes("Carmen Ríos\nJoão")
    await center.idle()
    assert "☑ 🚶 Carmen Ríos" in labels(lee.last)
    await lee.taps(lee.last, "2 people were there: Confirm all")
    await center.idle()
    link = await public_link(center)
    carmen = center.telegram.add_person("Carmen", language="es")
    await carmen.follows(link)
    await center.idle()
    assert not await trained(center, carmen)
    await at(center, 21, 0)
    await lee.taps_data(lee.last, lee.last.buttons[0][1].data or "")
    await center.idle()
    asked = await lee.waits_for("Who is “Carmen Ríos”?")
    assert labels(asked)[0] == "👤 Carmen"
    await lee.taps(asked, "👤 Carmen")
    await center.idle()
    assert await trained(center, carmen)
    assert "Ríos" not in lee.last.text + str(labels(lee.last))
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM rsvp WHERE name_sealed IS NOT NULL") == 1


async def test_a_walk_in_somebody_knows_by_at_name(center: Center) -> None:
    _, (lee,) = await an_evening(center)
    ben = await center.volunteer("Ben", trained=False)
    await at(center, 18, 30)
    await lee.taps(await lee.waits_for("Code: "), "Somebody not on the list")
    await lee.writes("@ben_v")
    await center.idle()
    await lee.taps(lee.last, "Confirm all")
    await center.idle()
    assert await trained(center, ben)


async def test_everything_about_who_was_there_goes_after_a_month(center: Center) -> None:
    _, (lee, ben) = await an_evening(center, "Ben")
    await at(center, 18, 15)
    await says(center, ben, await the_code(lee))
    await lee.taps(lee.last, "Confirm all")
    await center.idle()
    center.clock.forward(hours=24 * 31)
    await center.idle()
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM session") == 0
        assert await tx.value("SELECT count(*) FROM rsvp") == 0
        assert await tx.value("SELECT count(*) FROM session_list") == 0
    assert await trained(center, ben)
