"""Why something typed was not taken."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a typed text, or a part of it, was not taken; each has its own sentence."""

    NO_DATE = "no_date"
    NO_SUCH_DATE = "no_such_date"
    NO_SUCH_HOUR = "no_such_hour"
    NOT_THAT_WEEKDAY = "not_that_weekday"
    PAST = "past"
    TOO_FAR = "too_far"
    END_BEFORE_START = "end_before_start"
    NO_ARROW = "no_arrow"
    TOO_MANY = "too_many"
    TOO_MANY_SEATS = "too_many_seats"
    TOO_MANY_CHILD_SEATS = "too_many_child_seats"
    SAME_PLACE = "same_place"
    TOO_LONG = "too_long"
    TOO_LONG_TO_KEEP = "too_long_to_keep"
    NOT_A_LANGUAGE = "not_a_language"
    A_NUMBER = "a_number"
    NOT_A_PHONE = "not_a_phone"
    NO_END_DAY = "no_end_day"
    ENDS_TOO_EARLY = "ends_too_early"
    ONLY_WEEKLY = "only_weekly"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_LINK = "not_a_link"
    NOBODY = "nobody"
    LOOKS_PRIVATE = "looks_private"
