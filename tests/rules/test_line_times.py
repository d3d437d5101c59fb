"""Where the time of a line ends: nothing of a street is taken for time, nothing of the time for a street, silently."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.dates import Choice, Clock, Day
from bot.rules.drafts import Draft, Question
from bot.rules.lines import read_line
from bot.rules.model import Kind
from bot.rules.policy import Policy
from bot.rules.wizard import Setting, tapped, typed
from tests.rules.test_dates import said

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
TOWNS = ("Amherst", "Hadley", "Hartford", "Holyoke", "Northampton", "Springfield")

LINES = """
  Thu 9 12 Maple St > Amherst                      = 2026-11-26 09:00 = 12 Maple St
  Thu 9am 12 Maple St, Holyoke > Amherst x2        = 2026-11-26 09:00 = 12 Maple St, Holyoke
  Thu 9 1st St > Amherst                           = 2026-11-26 09:00 = 1st St
  thu 9am 1st St > Amherst                         = 2026-11-26 09:00 = 1st St
  thu 9am 930 Maple St > Amherst                   = 2026-11-26 09:00 = 930 Maple St
  thu 9am 5 May St > Amherst                       = 2026-11-26 09:00 = 5 May St
  thu 9 5 May St, Holyoke > Amherst                = 2026-11-26 09:00 = 5 May St, Holyoke
  thu 9am May St > Amherst                         = 2026-11-26 09:00 = May St
  thu 9am March Rd > Amherst                       = 2026-11-26 09:00 = March Rd
  thu 9am Sun Valley Rd > Amherst                  = 2026-11-26 09:00 = Sun Valley Rd
  thu 9am Mar Vista St > Amherst                   = 2026-11-26 09:00 = Mar Vista St
  thu 9am 8 Morning Star Ln > Amherst              = 2026-11-26 09:00 = 8 Morning Star Ln
  thu 9am 12 Noon Hill Rd > Amherst                = 2026-11-26 09:00 = 12 Noon Hill Rd
  thu 9am 30 Monday Ave > Amherst                  = 2026-11-26 09:00 = 30 Monday Ave
  thu 9am 2nd floor, 15 Elm > Amherst              = 2026-11-26 09:00 = 2nd floor, 15 Elm
  thu 9am 5 Holyoke St, Hartford > Amherst         = 2026-11-26 09:00 = 5 Holyoke St, Hartford
  thu 9am St Mary's Church > Amherst               = 2026-11-26 09:00 = St Mary's Church
  thu 9, Elm St > Amherst                          = 2026-11-26 09:00 = Elm St
  thu 9am, 11 Elm St > Amherst                     = 2026-11-26 09:00 = 11 Elm St
  thu 9am @ 11 Elm St, Holyoke > Amherst           = 2026-11-26 09:00 = 11 Elm St, Holyoke
  thu 9am for two hours, 3 Elm > Amherst           = 2026-11-26 09:00-11:00 = 3 Elm
  thu 9am 2h 3 Elm St > Amherst                    = 2026-11-26 09:00-11:00 = 3 Elm St
  thu 9-11 12 Elm St > Amherst                     = 2026-11-26 09:00-11:00 = 12 Elm St
  2026-12-03 09:00 12 Maple St > Amherst           = 2026-12-03 09:00 = 12 Maple St
  jue 9am 5 Calle Luna, Holyoke > Hartford         = 2026-11-26 09:00 = 5 Calle Luna, Holyoke
  jue 9 5 Calle Luna, Holyoke > Hartford           = 2026-11-26 09:00 = 5 Calle Luna, Holyoke
  jueves a las 9 5 Calle Luna > Hartford           = 2026-11-26 09:00 = 5 Calle Luna
  jueves de 9 a 11 Calle Sol > Hartford            = 2026-11-26 09:00-11:00 = Calle Sol
  jueves 9am Calle 12 de Diciembre > Hartford      = 2026-11-26 09:00 = Calle 12 de Diciembre
  jueves 9am 3 Avenida Mayo, Holyoke > Hartford    = 2026-11-26 09:00 = 3 Avenida Mayo, Holyoke
  quinta 9h 12 Rua das Flores > Hartford           = 2026-11-26 09:00 = 12 Rua das Flores
  qui 9h Rua 15 de Novembro 20 > Hartford          = 2026-11-26 09:00 = Rua 15 de Novembro 20
  qui 9h 2 Rua H > Hartford                        = 2026-11-26 09:00 = 2 Rua H
  quinta às 9 12 Rua Sol, Holyoke > Hartford       = 2026-11-26 09:00 = 12 Rua Sol, Holyoke
  Thu 9 Maple St > Amherst                         = 2026-11-26 = 9 Maple St
  thu at 9 Maple St > Amherst                      = 2026-11-26 = at 9 Maple St
  thu nine Elm St > Amherst                        = 2026-11-26 = nine Elm St
  thu 9 Walmart > Amherst                          = 2026-11-26 = 9 Walmart
  thu 930 Maple St > Amherst                       = 2026-11-26 = 930 Maple St
  thu 1430 Maple St > Amherst                      = 2026-11-26 = 1430 Maple St
  thu 9 Holyoke St > Amherst                       = 2026-11-26 = 9 Holyoke St
  Friday 9 Sunday St > Amherst                     = 2026-11-27 = 9 Sunday St
  tomorrow 3rd Ave > Amherst                       = 2026-11-25 = 3rd Ave
  9am Friday St > Amherst                          = 09:00 = Friday St
  12/3 9 Main St > Hartford                        = 2026-12-03 | 2027-03-12 = 9 Main St
  12/3 9am 9 Main St > Hartford                    = 2026-12-03 09:00 | 2027-03-12 09:00 = 9 Main St
  Dec 3 9 Main St > Hartford                       = 2026-12-03 = 9 Main St
  thu 3 2 Elm St, Holyoke > Amherst                = 2026-11-26 | 2026-12-03 = 2 Elm St, Holyoke
  lunes 10 Calle Sol, Holyoke > Hartford           = 2026-11-30 = 10 Calle Sol, Holyoke
  lunes 30 Calle Sol, Holyoke > Hartford           = 2026-11-30 = 30 Calle Sol, Holyoke
  el lunes 30 10 Calle Sol, Holyoke > Hartford     = 2026-11-30 = 10 Calle Sol, Holyoke
  jueves tarde 4 Luna St > Hartford                = 2026-11-26 afternoon = 4 Luna St
  jueves 9 a 11 Calle Sol > Hartford               = 2026-11-26 = 9 a 11 Calle Sol
  jue 9 Calle Holyoke 5 > Amherst                  = 2026-11-26 = 9 Calle Holyoke 5
  dia 30 9 Rua Sol > Hartford                      = 2026-11-30 = 9 Rua Sol
  segunda 30 20 Rua Sol, Holyoke > Hartford        = 2026-11-30 = 20 Rua Sol, Holyoke
  thu 9 3rd Ave > Amherst                          = 2026-11-26 09:00 | 2026-12-03 09:00 = 3rd Ave
  9am Thursday 3rd Maple Ave > Amherst             = 2026-11-26 09:00 | 2026-12-03 09:00 = 3rd Maple Ave
  thu 9am - 11 Elm St > Amherst                    = 2026-11-26 09:00 | 2026-11-26 09:00-11:00 = 11 Elm St
  thu 9am to 11 Elm St > Amherst                   = 2026-11-26 09:00 | 2026-11-26 09:00-11:00 = to 11 Elm St
  thu 9am 2 H St > Amherst                         = 2026-11-26 09:00 | 2026-11-26 09:00-11:00 = 2 H St
  thu 9am 45 Min St > Amherst                      = 2026-11-26 09:00 | 2026-11-26 09:00-09:45 = 45 Min St
  jueves 9am a 5 Calle Luna > Hartford             = 2026-11-26 09:00 | 2026-11-26 09:00-17:00 = a 5 Calle Luna
  11/12 Holyoke > Hartford                         = 2026-12-11 ? = Holyoke
  11/12 9am Holyoke > Hartford                     = 2026-12-11 09:00 ? = Holyoke
  Thu 9 Holyoke > Amherst                          = 2026-11-26 09:00 = Holyoke
  Thu 9-11 Holyoke > Amherst                       = 2026-11-26 09:00-11:00 = Holyoke
"""


def rows() -> list[tuple[str, ...]]:
    return [tuple(re.split(r"\s+= ", line.strip())) for line in LINES.strip().splitlines()]


def time_of(draft: Draft) -> str:
    """What the draft knows of its time; an end that is only the usual one is left out."""
    if isinstance(draft.pending, Choice | Clock | Day):
        return said(draft.pending)
    if draft.starts_at is None or draft.ends_at is None:
        return ""
    start, end = (moment.astimezone(ZONE) for moment in (draft.starts_at, draft.ends_at))
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"


@pytest.mark.parametrize(("line", "time", "words"), rows())
def test_time_and_street_are_told_apart(line: str, time: str, words: str) -> None:
    read = read_line(Kind.RIDE, line, NOW, ZONE, TOWNS, Policy())
    known = time_of(read.draft)
    assert not read.problems
    assert known in (time, f"{time}-11:00")
    assert words == (read.draft.origin_words or read.draft.origin)


@pytest.mark.parametrize("line", ["sat 10 Hotline x2", "sáb 10 línea x2", "sat 10 x2", "sáb 10 es"])
def test_a_duty_or_a_tag_behind_the_hour_is_no_street(line: str) -> None:
    draft = read_line(Kind.SHIFT, line, NOW, ZONE, TOWNS, Policy()).draft
    assert draft.origin_words == ""
    assert draft.starts_at == datetime(2026, 11, 28, 15, 0, tzinfo=UTC)


def test_a_doubtful_day_is_tapped_and_then_known() -> None:
    at = Setting(NOW, ZONE, Policy(), TOWNS)
    draft = read_line(Kind.RIDE, "11/12 Holyoke > Hartford", NOW, ZONE, TOWNS, Policy()).draft
    assert draft.question() is Question.DAY
    read = tapped(draft, "2026-12-11", at)
    assert read is not None
    assert read.draft.question() is Question.HOUR
    assert typed(read.draft, "9am", at).draft.starts_at == datetime(2026, 12, 11, 14, 0, tzinfo=UTC)


def test_an_hour_does_not_make_a_doubtful_day_certain() -> None:
    at = Setting(NOW, ZONE, Policy(), TOWNS)
    draft = read_line(Kind.RIDE, "11/12 Holyoke > Hartford", NOW, ZONE, TOWNS, Policy()).draft
    assert typed(draft, "9am", at).draft.starts_at is None


def test_a_doubtful_moment_is_confirmed_with_its_only_button() -> None:
    at = Setting(NOW, ZONE, Policy(), TOWNS)
    draft = read_line(Kind.RIDE, "11/12 9am Holyoke > Hartford", NOW, ZONE, TOWNS, Policy()).draft
    start = datetime(2026, 12, 11, 14, 0, tzinfo=UTC)
    assert draft.question() is Question.CHOICE
    read = tapped(draft, f"0-{int(start.timestamp())}", at)
    assert read is not None
    assert read.draft.starts_at == start
