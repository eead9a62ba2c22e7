"""What a year or a unit of time means to the person who writes, on the day they write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from amparo.language import calendars
from amparo.language.calendars import Calendar, Days, hull
from amparo.language.languages import Language

# Nobody who writes to us was wanted before; an older year is a number that means something else.
FIRST_YEAR = 1940
_LAST_YEAR = 2099
_SOLAR_YEARS = range(1300, 1421)
_HIJRI_YEARS = range(1343, 1501)
# Of two digits, those from here on are years of the last century.
_LAST_CENTURY = 40
_HALF_YEAR = timedelta(days=183)
_ERAS = {"g": Calendar.GREGORIAN, "s": Calendar.SOLAR, "h": Calendar.HIJRI}
_YEARS = {
    Calendar.GREGORIAN: range(FIRST_YEAR, _LAST_YEAR + 1),
    Calendar.SOLAR: _SOLAR_YEARS,
    Calendar.HIJRI: _HIJRI_YEARS,
}
_SOLAR_BEHIND = 621
_WINTER = 4


@dataclass(frozen=True)
class Reader:
    """How the numbers of one text are read.

    ``persian`` tells that the text is Persian, by its language or its letters: then a year from 1300 to 1420 is one of
    the Solar Hijri calendar.
    """

    language: Language
    persian: bool
    today: date

    def calendar(self, year: int, era: str | None) -> Calendar | None:
        """Return the calendar of a year, or ``None`` when no one can know it.

        Args:
            year: four digits.
            era: ``g``, ``s``, ``h``, ``x`` for "Hijri" without saying which, or ``None`` where nothing is said.
        """
        if era is not None:
            named = _ERAS.get(era, None if self.persian else Calendar.HIJRI)
            return named if named and year in _YEARS[named] else None
        if year in _YEARS[Calendar.GREGORIAN]:
            return Calendar.GREGORIAN
        return Calendar.SOLAR if self.persian and year in _SOLAR_YEARS else None

    def year(self, kind: Calendar, year: int, era: str | None) -> int | None:
        """Return the year when it can stand beside a month of the calendar, else ``None``.

        Beside a Hijri month, a Persian text may mean either calendar by a year before 1421.
        """
        unclear = kind is Calendar.HIJRI and self.persian and era != "h" and year in _SOLAR_YEARS
        fits = era in (None, "x") or _ERAS[era] is kind
        return year if fits and not unclear and year in _YEARS[kind] else None

    def short_year(self, kind: Calendar, digits: str) -> int | None:
        """Return the year that two digits mean, or ``None`` when they can mean several."""
        year = int(digits)
        if kind is Calendar.SOLAR:
            return 1300 + year if year >= _LAST_CENTURY else 1400 + year if digits.startswith("0") else None
        if kind is Calendar.HIJRI or self.persian:
            return None
        if year >= _LAST_CENTURY:
            return 1900 + year
        return 2000 + year if year <= self.today.year % 100 else None

    def back(self, unit: str, count: int) -> Days | None:
        """Return the unit that lies so many of them before today.

        Whoever counts years by the sun's calendar of Iran may still mean the other: both are given.
        """
        kinds = [Calendar.GREGORIAN]
        if self.language is Language.FA and unit in ("month", "year"):
            kinds.append(Calendar.SOLAR)
        return hull(calendars.back(kind, unit, count, self.today) for kind in kinds)

    def day_of_month(self, count: int, day: int) -> Days | None:
        """Return a day of the month that lies so many months back; ``None`` where two calendars are in use."""
        if self.language is Language.FA:
            return None
        month = calendars.back(Calendar.GREGORIAN, "month", count, self.today)
        return month and calendars.day_in(Calendar.GREGORIAN, month.first.year, month.first.month, day)

    def day_of_week(self, count: int, weekday: int) -> Days | None:
        """Return a day of the week that lies so many weeks back; Monday is 1."""
        week = calendars.back(Calendar.GREGORIAN, "week", count, self.today)
        day = week and week.first + timedelta(days=weekday - 1)
        return Days(day, day) if day else None

    def season(self, season: int, kind: Calendar, year: int) -> Days | None:
        """Return the season of a year; Persian words name quarters of the Solar Hijri year."""
        if kind is Calendar.GREGORIAN and self.language is Language.FA:
            first = year - _SOLAR_BEHIND - (season == _WINTER)
            spans = (first, year - _SOLAR_BEHIND)
            return hull(calendars.season_in(Calendar.SOLAR, solar, season) for solar in spans)
        return None if kind is Calendar.HIJRI else calendars.season_in(kind, year, season)

    def season_ago(self, season: int, count: int) -> Days | None:
        """Return the season of the year that lies so many years back."""
        kind = self._own_calendar()
        return calendars.season_in(kind, calendars.year_at(kind, self.today) - count, season)

    def last_season(self, season: int) -> Days | None:
        """Return the latest season that is over."""
        return self._over(self._seasons(season))

    def this_season(self, season: int) -> Days | None:
        """Return the season that is now, or was earlier in this year."""
        begun = self._begun(self._seasons(season))
        return begun if begun and (begun.last >= self.today or begun.first.year == self.today.year) else None

    def last_month(self, kind: Calendar, month: int) -> Days | None:
        """Return the latest month of the name that is over."""
        year = calendars.year_at(kind, self.today)
        return self._over([calendars.month_in(kind, y, month) for y in (year, year - 1)])

    def last_weekday(self, weekday: int) -> Days:
        """Return the latest such day before today; Monday is 1."""
        behind = (self.today.isoweekday() - weekday - 1) % 7 + 1
        day = self.today - timedelta(days=behind)
        return Days(day, day)

    def nearest(self, kind: Calendar, month: int, day: int | None) -> Days | None:
        """Return the latest day or month for which no year is said.

        People leave the year out of what is recent, so it must lie in this year or in the last six months.
        """
        year = calendars.year_at(kind, self.today)
        spans = [
            calendars.month_in(kind, y, month) if day is None else calendars.day_in(kind, y, month, day)
            for y in (year, year - 1)
        ]
        found = self._begun(spans)
        recent = found and (found.first.year == self.today.year or self.today - found.last < _HALF_YEAR)
        return found if recent else None

    def _own_calendar(self) -> Calendar:
        return Calendar.SOLAR if self.language is Language.FA else Calendar.GREGORIAN

    def _seasons(self, season: int) -> list[Days | None]:
        kind = self._own_calendar()
        year = calendars.year_at(kind, self.today)
        if kind is Calendar.GREGORIAN and season == _WINTER:
            return [calendars.winter_to(y) for y in (year + 1, year, year - 1)]
        return [calendars.season_in(kind, y, season) for y in (year, year - 1)]

    def _over(self, spans: list[Days | None]) -> Days | None:
        return max((s for s in spans if s and s.last < self.today), key=_beginning, default=None)

    def _begun(self, spans: list[Days | None]) -> Days | None:
        return max((s for s in spans if s and s.first <= self.today), key=_beginning, default=None)


def _beginning(span: Days) -> date:
    return span.first
