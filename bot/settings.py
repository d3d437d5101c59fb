"""The center's settings, from the environment or `.env`. Built once in `__main__` and passed on."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.rules.model import Qualification
from bot.rules.policy import Policy

VALLEY = (
    "Holyoke,Springfield,Northampton,Amherst,Greenfield,Chicopee,Hartford,Pittsfield,Westfield,"
    "Agawam,Belchertown,Boston,Brattleboro,Deerfield,Easthampton,East Longmeadow,Enfield,Great Barrington,Hadley,"
    "Hatfield,Longmeadow,Ludlow,Montague,North Adams,Orange,Palmer,Shelburne Falls,South Hadley,Southampton,"
    "Sunderland,Turners Falls,Ware,West Springfield,Williamsburg,Windsor Locks,Worcester"
)
"""Towns of the valley and where people are driven from it; the first nine are offered before all others."""

MOST_CHOICES, MOST_MINUTES = 8, 720

Names = Annotated[tuple[str, ...], NoDecode]
Numbers = Annotated[tuple[int, ...], NoDecode]
Times = Annotated[tuple[time, ...], NoDecode]


class Settings(BaseSettings):
    """Every setting, with its default. Lists are comma-separated. `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True)

    bot_token: SecretStr | None = Field(
        None, description="The token from @BotFather. Without one the bot starts on its own pretend Telegram."
    )
    bot_api_url: str = Field("https://api.telegram.org", description="The Bot API server, as http://host:port.")
    data_dir: Path = Field(Path("data"), description="Where the database is kept.")
    key_file: Path = Field(
        Path("keys/ring.json"),
        description="The key ring; keep it outside DATA_DIR and back it up apart from it.",
    )
    owner_ids: Numbers = Field(
        (),
        description="Telegram ids of the first coordinators. Without any, a link for the first one is printed.",
    )
    timezone: str = Field("America/New_York", description="The center's time zone (IANA name).")
    group_languages: Names = Field(
        ("en", "es"), description="The languages of the cards in the volunteers' group, in order."
    )
    common_languages: Names = Field(
        ("en", "es", "pt"),
        description='Languages that may be named on a card; others are shown as "interpreter needed".',
    )
    towns: Names = Field(tuple(VALLEY.split(",")), description="Towns and public places that may be shown on a card.")
    org_name: str = Field("Acompaña", description="The center's name, as people see it.")
    center_phone: str = Field("", description="The center's hotline, shown where somebody needs a person now.")
    emergency_steps: dict[str, str] = Field(
        {},
        description='What to do in an emergency, per language, as JSON: {"en": "Stay calm. …", "es": "…"}.',
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR. Logs hold ids, never content.")

    hold_minutes: int = Field(
        15, ge=1, le=1440, description="How long a seat is held for somebody the bot cannot write to yet."
    )
    already_trained_hours: int = Field(
        12,
        ge=1,
        le=72,
        description="How long a seat is held for somebody who says they were trained, until a coordinator confirms it.",
    )
    already_trained_stop_hours: int = Field(
        3, ge=0, le=72, description="How many hours before the start such a seat is free again at the latest."
    )
    qualification_months: Names = Field(
        (),
        description="After how many months a training ends: one number for all, or rideshare=24,hotline=12."
        " Empty: never.",
    )
    expected_days: int = Field(
        180, ge=1, le=730, description="How long people on an imported list are kept who never turn up."
    )
    undo_minutes: int = Field(10, ge=0, le=1440, description="How long after claiming Undo leaves no trace.")
    take_back_seconds: int = Field(60, ge=0, le=3600, description="How long a posted request can be taken back.")
    fold_hours: int = Field(
        3, ge=0, le=72, description="How long after its end a card folds to one line and details are hidden."
    )
    details_hours: int = Field(
        24, ge=1, le=168, description="How long before the start a claimer may see the private details."
    )
    retain_details_hours: int = Field(72, ge=3, le=720, description="How long after the end private details are kept.")
    retain_claims_days: int = Field(30, ge=1, le=365, description="How long after the end it is kept who claimed what.")
    travel_minutes: int = Field(
        45, ge=0, le=240, description="The gap a person needs between two claims, where the way is not known."
    )
    travel_in_town_minutes: int = Field(
        10, ge=0, le=120, description="The gap a person needs between two claims in one town."
    )
    membership_minutes: int = Field(
        10, ge=1, le=60, description="How long Telegram's word on who is in a group is trusted."
    )
    ride_hours: int = Field(2, ge=1, le=12, description="How long a ride takes when no end is given.")
    accompaniment_hours: int = Field(
        4, ge=1, le=12, description="How long an accompaniment takes when no end is given."
    )
    interpreting_hours: int = Field(2, ge=1, le=12, description="How long interpreting takes when no end is given.")
    shift_hours: int = Field(3, ge=1, le=12, description="How long a shift takes when no end is given.")
    session_hours: int = Field(
        1, ge=1, le=12, description="How long a training or an event takes when no end is given."
    )
    session_soon_hours: int = Field(
        1, ge=1, le=12, description="How long before the start those who go to a training or event are reminded again."
    )
    session_names: bool = Field(
        False, description="Whether the card of a training or event names who comes; else it only counts them."
    )
    doors_minutes: int = Field(
        15, ge=0, le=120, description="How long before the start of a training or event its code counts."
    )
    late_minutes: int = Field(
        30, ge=0, le=240, description="How long after the start of a training or event its code counts."
    )
    call_list_at: time = Field(
        time(17, 0), description="When coordinators are shown what is unfinished, on the center's wall."
    )
    afternoon_hours: int = Field(
        4,
        ge=1,
        le=12,
        description="How long after that it is still shown, with the digest for the volunteers, after a standstill.",
    )
    evening_at: time = Field(
        time(18, 30), description="When, the evening before, a member is reminded, on the center's wall."
    )
    soon_hours: int = Field(2, ge=1, le=12, description="How long before the start a member is reminded again.")
    series_ahead_days: int = Field(
        7, ge=1, le=60, description="How many days before its day each request of a weekly series is posted."
    )
    draft_raised_hours: int = Field(
        1, ge=1, le=24, description="How long an unfinished request may rest before its owner is reminded."
    )
    silent_beyond_hours: int = Field(
        48, ge=0, le=720, description="New cards make a sound only when they start sooner than this."
    )
    coordinators_warning: int = Field(
        20,
        ge=2,
        le=500,
        description="Above this many people, making a group the coordinators' wants a typed word.",
    )

    offer_times: Times = Field(
        (time(10, 0), time(18, 0)),
        description="When, every day, volunteers are asked about what misses people, on the center's wall.",
    )
    offers_after_posting_minutes: int = Field(
        15, ge=0, le=1440, description="How long a new card has alone before anybody is asked privately."
    )
    offers_within_days: int = Field(10, ge=1, le=60, description="How far ahead volunteers are asked privately.")
    offers_each: int = Field(
        5, ge=1, le=50, description="How many people are asked at one time about one missing person."
    )
    offers_a_day: int = Field(
        1,
        ge=0,
        le=10,
        description="How many messages with offers somebody gets a day, unless they chose more, the urgent ones apart.",
    )
    offers_a_day_more: int = Field(3, ge=1, le=20, description="How many for somebody who chose more with /notify.")
    offers_at_once: int = Field(5, ge=1, le=8, description="How many requests one such message holds.")
    offers_patience_hours: int = Field(
        20, ge=1, le=72, description="How long somebody may think before the next are asked as well."
    )
    urgent_hours: int = Field(
        24, ge=1, le=72, description="How long before the start people are asked at once and with sound."
    )
    urgent_again_minutes: int = Field(
        60, ge=10, le=720, description="How long until the next are asked about something urgent."
    )
    left_alone_days: int = Field(7, ge=1, le=60, description='How long "Not this week" lasts.')
    warned_hours: Numbers = Field(
        (48, 24, 6), description="How many hours before the start coordinators hear that people are missing."
    )
    digest_days: int = Field(
        7, ge=1, le=30, description="How many days ahead the daily digest in the volunteers' group looks."
    )
    offer_minutes: int = Field(30, ge=5, le=720, description="How long a backup has to answer.")
    offer_hurried_minutes: int = Field(
        10, ge=2, le=120, description="How long a backup has to answer when it starts soon."
    )
    hurried_hours: int = Field(3, ge=1, le=24, description="How long before the start a backup's answer is hurried.")
    morning_leaves_minutes: int = Field(
        60,
        ge=0,
        le=720,
        description="At night a backup is asked in the morning, unless that would leave less time than this.",
    )
    late_hours: int = Field(
        24, ge=1, le=96, description="A seat given up so shortly before the start is told to all coordinators at once."
    )
    fresh_hours: int = Field(
        12,
        ge=0,
        le=48,
        description="Who claimed so shortly before the evening is reminded, and not asked whether they still come.",
    )
    silence_morning_at: time = Field(
        time(8, 0), description="When silence is noticed on the day itself, on the center's wall."
    )
    silence_evening_at: time = Field(
        time(20, 30), description="When silence is noticed the evening before an early start, on the center's wall."
    )
    early_before: time = Field(time(10, 0), description="What starts before this hour is an early start.")
    quiet_from: time = Field(time(21, 0), description="When quiet hours begin, on the center's wall.")
    quiet_until: time = Field(time(8, 0), description="When quiet hours end.")
    member_asked_minutes: int = Field(
        10, ge=1, le=120, description="How long after the start a member is asked whether the driver is there."
    )
    late_start_minutes: int = Field(
        15,
        ge=1,
        le=120,
        description="How long after the start coordinators and backups hear that nobody said they met.",
    )
    going_in_hours: Numbers = Field(
        (1, 2, 3, 4), description="The choices of Going in, no phone until about…: in how many hours."
    )
    longer_minutes: Numbers = Field((30, 60, 120), description="The choices of It takes longer: by how many minutes.")
    home_undo_minutes: int = Field(
        10, ge=0, le=120, description="How long after Everyone is home it can be taken back with Not yet."
    )
    home_asked_minutes: Numbers = Field(
        (15, 45), description="How many minutes after the end of a ride its driver is asked whether everyone is home."
    )
    home_asked_again_minutes: Numbers = Field(
        (20, 40),
        description="How many minutes after the end of an accompaniment everybody who was there is asked again.",
    )
    silence_line_minutes: int = Field(
        40,
        ge=5,
        le=720,
        description="How long after the end of an accompaniment coordinators are asked to call, before silence pages.",
    )
    silence_pages_minutes: int = Field(
        60, ge=10, le=720, description="How long after the end of an accompaniment silence pages the coordinators."
    )
    alarm_opens_minutes: int = Field(
        60, ge=0, le=1440, description="How long before the start whoever has a seat sees the red button."
    )
    alarm_again_minutes: int = Field(
        3, ge=1, le=60, description="How long until all coordinators are told again, while nobody has an emergency."
    )
    debrief_minutes: int = Field(
        30,
        ge=0,
        le=720,
        description="How long after the end of an accompaniment its report is asked for, if nobody said they are home.",
    )
    debrief_nag_hours: int = Field(
        12, ge=1, le=72, description="How long until a report without an answer is asked for once more."
    )
    debrief_rests_minutes: int = Field(
        15,
        ge=0,
        le=1440,
        description="How long a report that needs somebody may rest unfinished before coordinators hear of it.",
    )

    limit_per_second: float = Field(30, gt=0, description="Messages per second in all (Telegram allows about 30).")
    limit_per_chat_second: float = Field(
        1, gt=0, description="Messages per second to one chat (Telegram allows about 1)."
    )
    limit_per_group_minute: float = Field(
        20, gt=0, description="Messages per minute to one group (Telegram allows 20)."
    )
    clock_file: Path | None = Field(
        None, description="Seconds to add to the clock, in a file; only the sandbox sets it."
    )

    @field_validator(
        "owner_ids",
        "group_languages",
        "common_languages",
        "towns",
        "qualification_months",
        "offer_times",
        "warned_hours",
        "going_in_hours",
        "longer_minutes",
        "home_asked_minutes",
        "home_asked_again_minutes",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is not an IANA time zone such as America/New_York") from None
        return value

    @field_validator("qualification_months")
    @classmethod
    def _months(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _read_months(value)
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("offer_times", "warned_hours", "home_asked_minutes", "home_asked_again_minutes")
    @classmethod
    def _at_least_one(cls, value: tuple[object, ...]) -> tuple[object, ...]:
        if not value:
            raise ValueError("needs at least one")
        if any(isinstance(number, int) and number < 0 for number in value):
            raise ValueError("must not be negative")
        return value

    @field_validator("going_in_hours", "longer_minutes")
    @classmethod
    def _choices(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or len(value) > MOST_CHOICES or not all(1 <= number <= MOST_MINUTES for number in value):
            raise ValueError(f"needs one to {MOST_CHOICES} numbers, each from 1 to {MOST_MINUTES}")
        return value

    @field_validator("group_languages")
    @classmethod
    def _spoken(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("needs at least one language")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> Path:
        return self.data_dir / "acompana.sqlite3"

    def policy(self) -> Policy:
        """The numbers the rules take."""
        return Policy(
            hold=timedelta(minutes=self.hold_minutes),
            already_trained=timedelta(hours=self.already_trained_hours),
            already_trained_stop=timedelta(hours=self.already_trained_stop_hours),
            qualification_months=_read_months(self.qualification_months),
            expected_kept=timedelta(days=self.expected_days),
            undo=timedelta(minutes=self.undo_minutes),
            take_back=timedelta(seconds=self.take_back_seconds),
            fold=timedelta(hours=self.fold_hours),
            details=timedelta(hours=self.details_hours),
            retain_details=timedelta(hours=self.retain_details_hours),
            retain_claims=timedelta(days=self.retain_claims_days),
            travel=timedelta(minutes=self.travel_minutes),
            travel_in_town=timedelta(minutes=self.travel_in_town_minutes),
            membership=timedelta(minutes=self.membership_minutes),
            draft_raised=timedelta(hours=self.draft_raised_hours),
            ride=timedelta(hours=self.ride_hours),
            accompaniment=timedelta(hours=self.accompaniment_hours),
            interpreting=timedelta(hours=self.interpreting_hours),
            shift=timedelta(hours=self.shift_hours),
            session=timedelta(hours=self.session_hours),
            session_soon=timedelta(hours=self.session_soon_hours),
            session_names=self.session_names,
            doors=timedelta(minutes=self.doors_minutes),
            doors_close=timedelta(minutes=self.late_minutes),
            call_list=self.call_list_at,
            afternoon_until=timedelta(hours=self.afternoon_hours),
            evening=self.evening_at,
            soon=timedelta(hours=self.soon_hours),
            series_ahead=timedelta(days=self.series_ahead_days),
            silent_beyond=timedelta(hours=self.silent_beyond_hours),
            coordinators_warning=self.coordinators_warning,
            offer_times=self.offer_times,
            offers_after_posting=timedelta(minutes=self.offers_after_posting_minutes),
            offers_within=timedelta(days=self.offers_within_days),
            offers_each=self.offers_each,
            offers_a_day=self.offers_a_day,
            offers_a_day_more=self.offers_a_day_more,
            offers_at_once=self.offers_at_once,
            offers_patience=timedelta(hours=self.offers_patience_hours),
            urgent=timedelta(hours=self.urgent_hours),
            urgent_again=timedelta(minutes=self.urgent_again_minutes),
            left_alone=timedelta(days=self.left_alone_days),
            warned=tuple(timedelta(hours=hours) for hours in self.warned_hours),
            digest_days=timedelta(days=self.digest_days),
            offer=timedelta(minutes=self.offer_minutes),
            offer_hurried=timedelta(minutes=self.offer_hurried_minutes),
            hurried=timedelta(hours=self.hurried_hours),
            morning_leaves=timedelta(minutes=self.morning_leaves_minutes),
            late=timedelta(hours=self.late_hours),
            fresh=timedelta(hours=self.fresh_hours),
            silence_morning=self.silence_morning_at,
            silence_evening=self.silence_evening_at,
            early=self.early_before,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            member_asked=timedelta(minutes=self.member_asked_minutes),
            late_start=timedelta(minutes=self.late_start_minutes),
            going_in_hours=self.going_in_hours,
            longer_minutes=self.longer_minutes,
            home_undo=timedelta(minutes=self.home_undo_minutes),
            home_asked=tuple(timedelta(minutes=minutes) for minutes in self.home_asked_minutes),
            home_asked_again=tuple(timedelta(minutes=minutes) for minutes in self.home_asked_again_minutes),
            silence_line=timedelta(minutes=self.silence_line_minutes),
            silence_pages=timedelta(minutes=self.silence_pages_minutes),
            alarm_opens=timedelta(minutes=self.alarm_opens_minutes),
            alarm_again=timedelta(minutes=self.alarm_again_minutes),
            debrief=timedelta(minutes=self.debrief_minutes),
            debrief_nag=timedelta(hours=self.debrief_nag_hours),
            debrief_rests=timedelta(minutes=self.debrief_rests_minutes),
        )


def _read_months(entries: tuple[str, ...]) -> dict[Qualification, int]:
    """`24`, or `rideshare=24` and the like; a name wins over the number for all."""
    months: dict[Qualification, int] = {}
    for entry in sorted(entries, key=lambda entry: "=" in entry):
        name, equals, number = (part.strip() for part in entry.partition("="))
        number = number if equals else name
        known = [each for each in Qualification if each == name] if equals else list(Qualification)
        if not known or not (number.isascii() and number.isdigit() and 1 <= int(number) <= 240):
            raise ValueError("must be a number of months, or names with one, such as rideshare=24")
        months |= dict.fromkeys(known, int(number))
    return months
