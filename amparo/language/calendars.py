"""Days, months, seasons and years of three calendars, as ranges of Gregorian days."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

_WINTER = 4


@dataclass(frozen=True)
class Days:
    """The first and the last day that the words can mean."""

    first: date
    last: date


class Calendar(str, Enum):
    """A calendar; its value begins the signs of its months."""

    GREGORIAN = "M"
    # Of Iran and Afghanistan.
    SOLAR = "S"
    # Of Umm al-Qura. Where the new moon is sighted, a month can begin a day earlier or later.
    HIJRI = "H"


def day_in(kind: Calendar, year: int, month: int, day: int) -> Days | None:
    """Return the day, or ``None`` when the calendar has no such day."""
    try:
        found = _gregorian(kind, year, month, day)
    except (ValueError, OverflowError):
        return None
    return Days(found, found)


def month_in(kind: Calendar, year: int, month: int) -> Days | None:
    """Return the days of a month, or ``None`` when the calendar has no such month."""
    first = day_in(kind, year, month, 1)
    last = day_in(kind, year, month, _month_length(kind, year, month)) if first else None
    return Days(first.first, last.last) if first and last else None


def year_in(kind: Calendar, year: int) -> Days | None:
    """Return the days of a year, or ``None`` when the calendar has no such year."""
    return hull((month_in(kind, year, 1), month_in(kind, year, 12)))


def season_in(kind: Calendar, year: int, season: int) -> Days | None:
    """Return the days that a season of a year can mean, in the north of the world.

    A season is a quarter of the Solar Hijri year there, else three whole months. Of "winter 2020" nobody knows which
    one is meant, so both are given, from December 2019 to February 2021.

    Args:
        season: 1 for spring to 4 for winter.
    """
    if kind is Calendar.SOLAR:
        return hull((month_in(kind, year, 3 * season - 2), month_in(kind, year, 3 * season)))
    if season == _WINTER:
        return hull((winter_to(year), winter_to(year + 1)))
    return hull((month_in(kind, year, 3 * season), month_in(kind, year, 3 * season + 2)))


def winter_to(year: int) -> Days | None:
    """Return the one winter that ends in February of a Gregorian year."""
    return hull((month_in(Calendar.GREGORIAN, year - 1, 12), month_in(Calendar.GREGORIAN, year, 2)))


def year_at(kind: Calendar, day: date) -> int:
    """Return the year of the calendar in which a day lies."""
    if kind is Calendar.SOLAR:
        return int(JalaliDate(day).year)
    return Gregorian.fromdate(day).to_hijri().year if kind is Calendar.HIJRI else day.year


def back(kind: Calendar, unit: str, count: int, today: date) -> Days | None:
    """Return the hour, day, week, month or year that lies ``count`` of them before today.

    Weeks begin on Monday. Hours give the days that they can fall on, since nobody told the hour.
    """
    try:
        if unit in ("month", "year"):
            return _month_back(kind, count, today) if unit == "month" else year_in(kind, year_at(kind, today) - count)
        return _days_back(unit, count, today)
    except OverflowError:
        return None


def hull(spans: Iterable[Days | None]) -> Days | None:
    """Return the days from the first to the last of all, or ``None`` when one is missing."""
    found = list(spans)
    known = [span for span in found if span is not None]
    if not known or len(known) < len(found):
        return None
    return Days(min(span.first for span in known), max(span.last for span in known))


def _gregorian(kind: Calendar, year: int, month: int, day: int) -> date:
    if kind is Calendar.SOLAR:
        return date.fromordinal(JalaliDate(year, month, day).to_gregorian().toordinal())
    if kind is Calendar.HIJRI:
        return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
    return date(year, month, day)


def _month_length(kind: Calendar, year: int, month: int) -> int:
    if kind is Calendar.SOLAR:
        return int(JalaliDate.days_in_month(month, year))
    if kind is Calendar.HIJRI:
        return Hijri(year, month, 1).month_length()
    return calendar.monthrange(year, month)[1]


def _month_back(kind: Calendar, count: int, today: date) -> Days | None:
    now = JalaliDate(today) if kind is Calendar.SOLAR else today
    year, month = divmod(12 * now.year + now.month - 1 - count, 12)
    return month_in(kind, year, month + 1)


def _days_back(unit: str, count: int, today: date) -> Days:
    if unit == "hour":
        return Days(today - timedelta(days=count // 24 + 1), today - timedelta(days=count // 24))
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return Days(monday, monday + timedelta(days=6))
    day = today - timedelta(days=count)
    return Days(day, day)
