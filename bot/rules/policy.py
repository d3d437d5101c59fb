"""The center's numbers, with their defaults: what the rules take as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from bot.rules.model import Qualification


@dataclass(frozen=True)
class Policy:
    """Every duration the rules use. Settings build it; tests change one number at a time."""

    hold: timedelta = timedelta(minutes=15)
    """How long a seat is held for somebody the bot cannot write to yet."""
    undo: timedelta = timedelta(minutes=10)
    """How long after claiming *Undo* leaves no trace."""
    already_trained: timedelta = timedelta(hours=12)
    """How long a seat is held for somebody who says they were trained, until a coordinator confirms it."""
    already_trained_stop: timedelta = timedelta(hours=3)
    """How long before the start such a seat is free again at the latest."""
    qualification_months: Mapping[Qualification, int] = field(default_factory=dict)
    """After how many months a training ends; one that is not named never does."""
    expiry_notice: timedelta = timedelta(days=30)
    """How long before a training ends the person hears of it."""
    expected_kept: timedelta = timedelta(days=180)
    """How long somebody on an imported list is kept who is never linked to a person."""
    take_back: timedelta = timedelta(seconds=60)
    """How long after posting *Take back* turns a request into a draft again."""
    fold: timedelta = timedelta(hours=3)
    """How long after the end cards fold and details are hidden."""
    details: timedelta = timedelta(hours=24)
    """How long before the start *Show details* opens."""
    retain_details: timedelta = timedelta(hours=72)
    """How long after the end private details are kept."""
    retain_claims: timedelta = timedelta(days=30)
    """How long after the end it is kept who claimed what."""
    founding: timedelta = timedelta(days=7)
    """How long after `/setup coordinators` the people counted there are taken at their word."""
    travel: timedelta = timedelta(minutes=45)
    """The gap a person needs between two claims, where it is not known better."""
    travel_in_town: timedelta = timedelta(minutes=10)
    """The gap a person needs from one door of a town to another."""
    membership: timedelta = timedelta(minutes=10)
    """How old a membership row may be before Telegram is asked again."""
    link: timedelta = timedelta(days=7)
    """How long a deep link lives, unless its purpose sets a shorter life."""
    draft_raised: timedelta = timedelta(hours=1)
    """How long a draft may rest before its owner is reminded of it."""
    ride: timedelta = timedelta(hours=2)
    """How long a ride takes when no end is given."""
    accompaniment: timedelta = timedelta(hours=4)
    """How long an accompaniment takes when no end is given."""
    interpreting: timedelta = timedelta(hours=2)
    """How long interpreting takes when no end is given."""
    shift: timedelta = timedelta(hours=3)
    """How long a shift takes when no end is given."""
    session: timedelta = timedelta(hours=1)
    """How long a training or an event takes when no end is given."""
    session_soon: timedelta = timedelta(hours=1)
    """How long before the start those who go to a session are reminded again."""
    promoted_until: timedelta = timedelta(hours=2)
    """Until how long before the start somebody who moved up from the waitlist is asked to say if they cannot come."""
    doors: timedelta = timedelta(minutes=15)
    """How long before the start of a session its code counts."""
    doors_close: timedelta = timedelta(minutes=30)
    """How long after the start of a session its code counts."""
    code_tries: int = 5
    """How many wrong codes one person may type on one evening."""
    session_names: bool = False
    """Whether a session's card in the volunteers' group names who comes."""
    evening: time = time(18, 30)
    """When, the evening before, a member is reminded (on the center's wall)."""
    soon: timedelta = timedelta(hours=2)
    """How long before the start everybody is reminded again."""
    fresh: timedelta = timedelta(hours=12)
    """Who claimed so shortly before the evening reminder is not asked whether they are still coming."""
    early: time = time(10, 0)
    """A request that starts before this hour is checked for silence the evening before, a later one that morning."""
    silence_evening: time = time(20, 30)
    """When silence is noticed the evening before (on the center's wall)."""
    silence_morning: time = time(8, 0)
    """When silence is noticed on the day."""
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    """Quiet hours: only two-hour reminders and emergencies make a sound."""
    late: timedelta = timedelta(hours=24)
    """A seat given up so shortly before the start is told to all coordinators at once."""
    offer: timedelta = timedelta(minutes=30)
    """How long a backup has to answer."""
    offer_hurried: timedelta = timedelta(minutes=10)
    """How long a backup has when it starts soon."""
    morning_leaves: timedelta = timedelta(hours=1)
    """At night a backup is asked in the morning, unless that would leave less time than this."""
    alarm_opens: timedelta = timedelta(hours=1)
    """How long before the start whoever has a seat sees the red button."""
    alarm_again: timedelta = timedelta(minutes=3)
    """How long until everybody is told again, while nobody has the emergency."""
    silence_pages: timedelta = timedelta(minutes=60)
    """How long after the end of an accompaniment silence pages the coordinators."""
    silence_again: timedelta = timedelta(minutes=15)
    """How long after *Not yet* it does so again, where it had and word of home had ended that."""
    member_asked: timedelta = timedelta(minutes=10)
    """How long after the start a member is asked whether the driver is there."""
    late_start: timedelta = timedelta(minutes=15)
    """How long after the start coordinators and backups hear that nobody said they met."""
    going_in_hours: tuple[int, ...] = (1, 2, 3, 4)
    """*Going in, no phone until about…*: in so many hours."""
    longer_minutes: tuple[int, ...] = (30, 60, 120)
    """*It takes longer*: by so many minutes."""
    home_undo: timedelta = timedelta(minutes=10)
    """How long after *Everyone is home* it can be taken back with *Not yet*."""
    home_asked: tuple[timedelta, ...] = (timedelta(minutes=15), timedelta(minutes=45))
    """How long after the end of a ride its driver is asked whether everyone is home."""
    home_asked_again: tuple[timedelta, ...] = (timedelta(minutes=20), timedelta(minutes=40))
    """How long after the end of an accompaniment everybody who was there is asked: at the end it is one of them."""
    debrief: timedelta = timedelta(minutes=30)
    """How long after the end of an accompaniment its debrief is asked for, without word that everyone is home."""
    debrief_nag: timedelta = timedelta(hours=12)
    """How long until a debrief without an answer is asked for once more."""
    debrief_rests: timedelta = timedelta(minutes=15)
    """How long a debrief that needs somebody may rest unfinished before the coordinators hear of it."""
    offer_times: tuple[time, ...] = (time(10, 0), time(18, 0))
    """When, every day, volunteers are asked about what is open (on the center's wall)."""
    offers_after_posting: timedelta = timedelta(minutes=15)
    """How long the group's card has alone before anybody is asked privately."""
    offers_patience: timedelta = timedelta(hours=20)
    """How long somebody may think before the next are asked as well, where it is not urgent."""
    offers_within: timedelta = timedelta(days=10)
    """How far ahead volunteers are asked privately."""
    offers_each: int = 5
    """How many people are asked at one time about one missing person."""
    offers_a_day: int = 1
    """How many messages with offers somebody gets a day, unless they chose more; urgent ones are not counted."""
    offers_a_day_more: int = 3
    """How many for somebody who chose more."""
    offers_at_once: int = 5
    """How many requests one such message holds."""
    urgent: timedelta = timedelta(hours=24)
    """How long before the start people are asked at once and with sound."""
    urgent_again: timedelta = timedelta(hours=1)
    """How long until the next people are asked about an urgent request."""
    left_alone: timedelta = timedelta(days=7)
    """How long *Not this week* lasts."""
    warned: tuple[timedelta, ...] = (timedelta(hours=48), timedelta(hours=24), timedelta(hours=6))
    """How long before the start coordinators hear that people are missing."""
    digest_days: timedelta = timedelta(days=7)
    """How far ahead the daily digest in the volunteers' group looks."""
    hurried: timedelta = timedelta(hours=3)
    """What "soon" is for a backup's answer."""
    call_list: time = time(17, 0)
    """When coordinators are shown what is unfinished (on the center's wall)."""
    afternoon_until: timedelta = timedelta(hours=4)
    """How long after that it is still shown, with the digest: after a standstill it is not said in the night."""
    series_ahead: timedelta = timedelta(days=7)
    """How long before its day each request of a series is posted."""
    furthest: timedelta = timedelta(days=300)
    """How far ahead a request may start."""
    silent_beyond: timedelta = timedelta(hours=48)
    """A new card makes a sound only when it starts sooner than this."""
    coordinators_warning: int = 20
    """Above this many people the coordinators' group is confirmed by a typed word."""
