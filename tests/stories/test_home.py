"""One whole accompaniment: from the card to the debrief, with everything that goes wrong on the way."""

from __future__ import annotations

from tests.center import Center


async def test_from_the_card_to_home(center: Center) -> None:
    rosa, clock = center.rosa, center.clock
    ana = await center.volunteer("Ana", trained=("accompaniment", "rideshare"))
    ben = await center.volunteer("Ben", trained=("accompaniment",))
    cleo = await center.volunteer("Cleo", trained=("accompaniment",))
    card = await center.posts("/accompany 2026-12-03 10:00-12:00 Hartford x1")

    await ana.taps(card, "I can accompany")
    await center.idle()
    await ana.taps(ana.last, "Drive too")
    await ben.taps(card, "I can accompany")
    await center.idle()
    assert "Accompanier · Acompañante 2/2" in center.volunteers.last.text
    tap = await cleo.taps(center.volunteers.last, "step in (🤝)")
    assert "You are a backup" in tap.text
    await center.idle()

    clock.set_local("2026-12-02 18:30")
    await center.idle()
    asked = await ben.waits_for("Still coming?")
    await ben.taps(asked, "I can't make it")
    await center.idle()
    await ben.taps(ben.last, "the car")
    await center.idle()
    assert "can't make it" in rosa.screen(center.coordinators)
    offered = await cleo.waits_for("can you step in")
    await cleo.taps(offered, "offeryes:")
    await center.idle()
    await ben.waits_for("Somebody took over your seat")

    clock.set_local("2026-12-03 08:00")
    await center.idle()
    clock.set_local("2026-12-03 10:00")
    await center.idle()
    assert "It is time" in ana.screen()
    clock.set_local("2026-12-03 10:15")
    await center.idle()
    assert "Nobody has said that they met" in rosa.screen(center.coordinators)
    await ana.taps(ana.last, "With them")
    await center.idle()

    await ana.taps(ana.last, "alarm:")
    await center.idle()
    await ana.taps(ana.last, "alarmnow:")
    await center.idle()
    assert "Emergency" in rosa.screen()
    await rosa.taps(rosa.sees("pressed the red button"), "havealarm:")
    await center.idle()
    assert "Rosa is taking care of it" in ana.screen()
    await rosa.taps(rosa.last, "endalarm:")
    await center.idle()

    clock.set_local("2026-12-03 12:00")
    await center.idle()
    await ana.taps(await ana.waits_for("Is everyone home?"), "Everyone is home")
    await center.idle()
    question = await ana.waits_for("Did it happen?")
    for answer in ("Yes", "Yes", "a lawyer", "Done", "Done"):
        await ana.taps(question, answer)
        await center.idle()
    assert "a lawyer" in rosa.screen(center.coordinators)
    await rosa.writes("/board")
    await center.idle()
    assert "Accompaniment" in rosa.last.text
    assert "Unfinished" in rosa.last.text
