"""How the people of a simulated center behave: every number in one place, with where it comes from.

What the center says of itself: at least 10 rides a week and up to 40 requests of all kinds, half of them by phone at a
bad moment; 75 trained accompaniers; a group of 300, most of them over 60, with the group muted; a check-in can end in
detention. Everything else is an assumption, and says so: nobody has measured these people, and nobody will.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Habits:
    """Shares are of 1; times in minutes unless the name says otherwise."""

    # the center
    volunteers: int = 300
    days: int = 30
    a_week: int = 40
    """Requests of all kinds."""
    kinds: tuple[tuple[str, int], ...] = (("ride", 16), ("accompaniment", 12), ("interpreting", 6), ("shift", 6))
    """Their mix: the center's 10 rides and more; the rest assumed."""
    by_phone: float = 0.5
    """Reach a coordinator by phone: these members have no Telegram. The others are connected."""
    short_notice: float = 0.25
    """Assumed: so many are posted 4 to 30 hours before they start, the others 1 to 10 days before."""
    emergencies: int = 1
    """Real ones in the month: a check-in that ends in detention."""

    # who the volunteers are
    connected: float = 0.6
    """Assumed: have pressed Start. The others see the group only."""
    drivers: int = 120
    """Trained for rides; assumed."""
    accompaniers: int = 80
    """The center's "75+"."""
    interpreters: int = 25
    hotline: int = 30
    trainings: int = 2
    """Evenings in the month at which `trained_each` more are trained for rides or accompaniment."""
    trained_each: int = 8
    retired: float = 0.6
    """Free on many weekdays; the others in evenings and on weekends."""
    muted: float = 0.6

    # looking and answering; assumed
    looks_a_day: float = 1.5
    """How often somebody opens the group of their own accord who has it unmuted."""
    looks_a_day_muted: float = 0.35
    rings_bell: float = 0.35
    """An unmuted card that rings is looked at within the hour."""
    scrolls: int = 15
    """Messages of the group that somebody looks at."""
    takes_from_card: float = 0.06
    """Who is free, trained and near, and sees a card in a group of 300, taps. Somebody else might."""
    takes_after_digest: float = 0.04
    """And when the digest says that it is still open, so many more."""
    takes_when_asked: float = 0.45
    """Who is free and asked by name says yes."""
    answers_offer: float = 0.5
    """The others never answer an offer."""
    not_this_week: float = 0.04
    tired: float = 0.5
    """Each seat of the last seven days multiplies all of this."""
    reads_within: float = 25
    """Median until a private message that rings is read, spread log-normally; at night in the morning."""
    reads_silent_within: float = 150
    spread: float = 1.1

    # seats
    drops_out: float = 0.12
    """Gives the seat back, at any moment until the start: many of them late."""
    does_not_come: float = 0.015
    stands_by: float = 0.02
    """Sees a full card and offers to step in."""
    steps_in: float = 0.5
    """A backup who is asked says yes, if the question is read."""
    says_coming: float = 0.65
    """Answers "Still coming?"; the others come all the same."""

    # the day
    on_my_way: float = 0.4
    with_them: float = 0.35
    """Press it unasked."""
    answers_start: float = 0.6
    """Answer when asked at the start, having met."""
    late_by_ten: float = 0.12
    """Come ten minutes late or more."""
    member_answers: float = 0.5
    overruns: float = 0.3
    """Accompaniments that last 15 to 150 minutes longer than planned; the others end up to 60 minutes earlier."""
    phone_off: float = 0.6
    """Of accompaniers have no phone inside, from a quarter of an hour after the start to the end."""
    says_going_in: float = 0.35
    """Of those say so before."""
    home_unasked: float = 0.3
    """Press "Everyone is home" of their own accord."""
    answers_home: float = 0.7
    """Answer each time they are asked whether everyone is home, once they read it."""
    says_longer: float = 0.7
    """Answer "It takes longer" when asked before it is over and able to."""
    answers_debrief: float = 0.6

    # coordinators
    coordinators: int = 4
    picks_up: float = 0.6
    """Answer a coordinator's call, with the phone on."""
    gives_more_time: float = 0.4
    """A coordinator who reaches nobody after a check-in, where phones are off, waits an hour more before the page."""
    phones_around: float = 0.25
    """At each warning that people are missing a coordinator finds one missing person by phone."""
