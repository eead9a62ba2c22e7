"""Rules for a time that names its year, in numbers or words: 12.03.2019, "March 2019", "spring of last year"."""

from __future__ import annotations

import re

from amparo.language import calendars
from amparo.language.calendars import Calendar, hull
from amparo.language.languages import Language
from amparo.language.reader import Reader
from amparo.language.rules import (
    AHEAD,
    DAY,
    DAY_WORD,
    IMPOSSIBLE,
    MONTH,
    MONTH_WORD,
    NOTHING,
    SEASON,
    WEEKDAY,
    YEAR_WORD,
    Outcome,
    Rule,
    rule,
)

_ERA = r"(?: era-(?P<era>[gshx]))?"
_YEAR = rf"(?:{YEAR_WORD} )?(?P<year>\d{{4}})(?: {YEAR_WORD})?{_ERA}"
_BACK = r"year-(?P<back>\d+)"
_ANY_YEAR = rf"(?:{_YEAR}|{_BACK})"
# Two digits are a year beside the word for it, or beside a month of Iran.
_SHORT = r"(?P<short>\d\d) (?:year/s|inyear)"
_SOLAR_SHORT = rf"(?:{YEAR_WORD} )?(?P<short>\d\d)(?: {YEAR_WORD})?(?! (?:hour|day|week|month|year|age|[MSH]\d))"
_SOLAR = MONTH.replace("[MSH]", "S")
_FROM_DAY = rf"(?:(?:{DAY_WORD} )?(?P<from_day>\d{{1,2}}) (?:until )?)?"
# 2019年3月12日到15日.
_TO_DAY = rf"(?: (?:until )?(?P<to_day>\d{{1,2}}) {DAY_WORD})?"
_FROM_MONTH = r"(?:(?P<from_month>[MSH]\d+)\?? (?:until )?)?"
_FROM_SEASON = r"(?:Q(?P<from_season>[1-4]) (?:until )?)?"
_ARABIC_SCRIPT = (Language.AR, Language.FA)
# Elsewhere "12 years" is an amount.
_SHORT_YEARS = (Language.RU, Language.UK, Language.ZH)
_LONGEST_MONTH = 31
_MONTHS = 12
_YEAR_DIGITS = 4


def _numeric(match: re.Match[str], reader: Reader) -> Outcome:
    """Read a date in numbers: the day first, the year where four digits stand."""
    parts = re.findall(r"\d+", match["parts"])
    if max(map(len, parts)) < _YEAR_DIGITS:
        return _short_numeric(match, parts, reader)
    if len(parts[0]) == _YEAR_DIGITS:
        parts.reverse()
    year, month = int(parts[-1]), int(parts[-2])
    kind = reader.calendar(year, match["era"])
    if kind is None:
        return NOTHING
    if len(parts) > 2:
        return calendars.day_in(kind, year, month, int(parts[0])) or IMPOSSIBLE
    return _years(match, kind, reader) or calendars.month_in(kind, year, month) or IMPOSSIBLE


def _years(match: re.Match[str], kind: Calendar, reader: Reader) -> Outcome:
    """Read 2019-20 as two years; 2010-12 can be a month as well as years, so it is asked back."""
    said = re.fullmatch(r"(\d\d)(\d\d)([-/])(\d\d)", match["parts"])
    if said is None or said[4] <= said[2]:
        return None
    first, last = int(said[1] + said[2]), int(said[1] + said[4])
    if int(said[4]) > _MONTHS:
        return hull(calendars.year_in(kind, year) for year in (first, last))
    return IMPOSSIBLE if said[3] == "-" and last <= calendars.year_at(kind, reader.today) else None


def _short_numeric(match: re.Match[str], parts: list[str], reader: Reader) -> Outcome:
    """Read 12.03.19 as a day of this century, and in Persian 98/7/15 as a day of 1398, where nothing else is meant."""
    if match["era"] is not None or "-" in match["parts"] or reader.language is Language.ZH:
        return NOTHING
    kind, century = (Calendar.SOLAR, 1300) if reader.persian else (Calendar.GREGORIAN, 2000)
    if reader.persian and int(parts[0]) > _LONGEST_MONTH:
        parts = parts[::-1]
    year = reader.short_year(kind, parts[2])
    if year is None or not century <= year < century + 100:
        return NOTHING
    return calendars.day_in(kind, year, int(parts[1]), int(parts[0])) or IMPOSSIBLE


def _year_of(match: re.Match[str], kind: Calendar, reader: Reader) -> int | None:
    said = match.groupdict()
    if said.get("back"):
        # Of "Ramadan of last year" nobody knows by which calendar the year is counted.
        return None if kind is Calendar.HIJRI else calendars.year_at(kind, reader.today) - int(said["back"])
    if said.get("short"):
        known = kind is Calendar.SOLAR or reader.language in _SHORT_YEARS
        return reader.short_year(kind, said["short"]) if known else None
    return reader.year(kind, int(said["year"]), said.get("era"))


def _without_year(kind: Calendar, reader: Reader) -> Outcome:
    """Leave the year for itself, but not where it can be of two calendars."""
    return NOTHING if kind is Calendar.HIJRI and reader.persian else None


def _day(match: re.Match[str], reader: Reader) -> Outcome:
    kind = Calendar(match["kind"])
    year = _year_of(match, kind, reader)
    if year is None:
        return _without_year(kind, reader)
    days = [match.groupdict().get(name) for name in ("from_day", "day", "to_day")]
    spans = [calendars.day_in(kind, year, int(match["month"]), int(day)) for day in days if day]
    return hull(spans) or IMPOSSIBLE


def _month(match: re.Match[str], reader: Reader) -> Outcome:
    kind = Calendar(match["kind"])
    year = _year_of(match, kind, reader)
    if year is None:
        return _without_year(kind, reader)
    first = match.groupdict().get("from_month")
    months = [int(first[1:])] if first and first.startswith(kind.value) else []
    return hull(calendars.month_in(kind, year, month) for month in (*months, int(match["month"]))) or IMPOSSIBLE


def _solar_day(match: re.Match[str], reader: Reader) -> Outcome:
    return _day(match, reader) if reader.persian else None


def _solar_month(match: re.Match[str], reader: Reader) -> Outcome:
    # Beside a month, 05 is rather its fifth day.
    return _month(match, reader) if reader.persian and match["short"][0] != "0" else None


def _month_after_year(match: re.Match[str], reader: Reader) -> Outcome:
    # "In 2019 may ..." goes on with a verb.
    return None if match["weak"] and not match["month_word"] else _month(match, reader)


def _numbered_month(match: re.Match[str], reader: Reader) -> Outcome:
    """Read شهر 3 سنة 2019, as many Arabs and Afghans say."""
    kind = reader.calendar(int(match["year"]), match["era"])
    if kind is None:
        return NOTHING
    year, month = int(match["year"]), int(match["number"])
    if match["day"]:
        return calendars.day_in(kind, year, month, int(match["day"])) or IMPOSSIBLE
    return calendars.month_in(kind, year, month) or IMPOSSIBLE


def _season(match: re.Match[str], reader: Reader) -> Outcome:
    seasons = [int(s) for s in (match.groupdict().get("from_season"), match["season"]) if s]
    if match["back"]:
        return hull(reader.season_ago(season, int(match["back"])) for season in seasons)
    kind = reader.calendar(int(match["year"]), match["era"])
    return hull(reader.season(season, kind, int(match["year"])) for season in seasons) if kind else NOTHING


def _solar_season(match: re.Match[str], reader: Reader) -> Outcome:
    year = reader.short_year(Calendar.SOLAR, match["short"]) if reader.persian else None
    return reader.season(int(match["season"]), Calendar.SOLAR, year) if year else None


def _winter(match: re.Match[str], reader: Reader) -> Outcome:
    """Read "winter 2019-2020", the only winter of which both years are said."""
    year, next_year = int(match["year"]), int(match["next_year"])
    kind = reader.calendar(year, None)
    if kind is not Calendar.GREGORIAN or next_year not in (year + 1, (year + 1) % 100):
        return None
    return calendars.winter_to(year + 1)


def _decade(match: re.Match[str], reader: Reader) -> Outcome:
    year = int(match["year"])
    kind = reader.calendar(year, None)
    return hull(calendars.year_in(kind, y) for y in (year, year + 9)) if kind else NOTHING


def _year(match: re.Match[str], reader: Reader) -> Outcome:
    year = int(match["year"])
    kind = reader.calendar(year, match["era"])
    return calendars.year_in(kind, year) if kind else NOTHING


def _short_year(match: re.Match[str], reader: Reader) -> Outcome:
    kind = Calendar.SOLAR if reader.persian else Calendar.GREGORIAN
    year = reader.short_year(kind, match["short"])
    return calendars.year_in(kind, year) if year else None


def _solar_short_year(match: re.Match[str], reader: Reader) -> Outcome:
    return _short_year(match, reader) if reader.persian else None


def _chinese_short(match: re.Match[str], reader: Reader) -> Outcome:
    if reader.language is not Language.ZH:
        return None
    return _day(match, reader) if match["day"] else _month(match, reader)


def _recent_day(match: re.Match[str], reader: Reader) -> Outcome:
    """Read a day without its year, unless the text speaks of another year or of what is to come."""
    text, kind = match.string, Calendar(match["kind"])
    # In Persian "2 تیر" is two bullets as well.
    unsure = match["weak"] and not match["month_word"] and match.group() != text and reader.language in _ARABIC_SCRIPT
    if "@" in text or AHEAD in text or unsure or (kind is Calendar.SOLAR and not reader.persian):
        return NOTHING
    return reader.nearest(kind, int(match["month"]), int(match["day"])) or NOTHING


def _recent_month(match: re.Match[str], reader: Reader) -> Outcome:
    kind = Calendar(match["kind"])
    if match["weak"] and not match["month_word"] or (kind is Calendar.SOLAR and not reader.persian):
        return None
    return reader.nearest(kind, int(match["month"]), None)


def _borrowed(match: re.Match[str], reader: Reader) -> Outcome:
    return f"{match['said']} {match['year']}"


DATES: tuple[Rule, ...] = (
    rule(r"era-(?P<era>[gsh]) (?P<year>\d{4})(?! era)", lambda match, reader: f"{match['year']} era-{match['era']}"),
    rule(r"Q4 (?P<year>\d{4}) (?P<next_year>\d{4})", _winter),
    rule(r"Q4 x(?P<year>\d{4})[-/](?P<next_year>\d\d)", _winter),
    rule(rf"x(?P<parts>\d+(?:[-/]\d+)+){_ERA}", _numeric),
    # From 12 March to 15 April 2019: the first has its year from the second.
    rule(rf"(?P<said>\d{{1,2}} [MSH]\d+)\??(?= (?:until )?\d{{1,2}} [MSH]\d+\?? (?P<year>\d{{4}}|{_BACK}))", _borrowed),
    rule(rf"{_FROM_DAY}{DAY} {MONTH} {_ANY_YEAR}", _day),
    rule(rf"{_FROM_DAY}{DAY} {MONTH} {_SHORT}", _day),
    rule(rf"{_FROM_DAY}{DAY} {_SOLAR} {_SOLAR_SHORT}", _solar_day),
    rule(rf"{MONTH} {DAY} {_ANY_YEAR}", _day),
    rule(rf"{_ANY_YEAR} {MONTH} {DAY}{_TO_DAY}", _day),
    rule(rf"{_ANY_YEAR} {DAY} {MONTH}", _day),
    rule(rf"{_SHORT} {MONTH}(?: {DAY})?", _chinese_short),
    rule(rf"{_FROM_MONTH}{MONTH} {_ANY_YEAR}", _month),
    rule(rf"{MONTH} {_SHORT}", _month),
    rule(rf"{_SOLAR} {_SOLAR_SHORT}", _solar_month),
    rule(rf"{_ANY_YEAR} {_FROM_MONTH}{MONTH}", _month_after_year),
    rule(rf"(?:(?:{DAY_WORD} )?(?P<day>\d{{1,2}}) )?{MONTH_WORD} (?P<number>\d{{1,2}}) {_YEAR}", _numbered_month),
    rule(rf"{_FROM_SEASON}{SEASON} {_ANY_YEAR}", _season),
    rule(rf"{_ANY_YEAR} {SEASON}", _season),
    rule(rf"{SEASON} {_SOLAR_SHORT}", _solar_season),
    rule(r"decade (?P<year>\d{3}0)", _decade),
    rule(r"(?P<year>\d{3}0) decade", _decade),
    rule(r"(?<!\d )years (?P<year>\d{3}0)", _decade),
    rule(_YEAR, _year),
    rule(rf"{YEAR_WORD} {_SOLAR_SHORT}", _solar_short_year),
    rule(r"(?P<short>\d\d) inyear", _short_year),
    rule(rf"(?:last )?{DAY} {MONTH}(?: gone)?(?! \d)", _recent_day),
    rule(rf"{MONTH} (?P<day>\d{{1,2}}) day(?:/s)?", _recent_day),
    rule(rf"(?:last )?{WEEKDAY}(?= @)", NOTHING),
)

# Too little to be a date within a sentence.
ALONE: tuple[Rule, ...] = (
    rule(rf"^{MONTH}$", _recent_month),
    rule(rf"^{MONTH} {DAY}$", _recent_day),
    rule(rf"^{SEASON}$", lambda match, reader: reader.this_season(int(match["season"]))),
    rule(rf"^{WEEKDAY}$", lambda match, reader: reader.last_weekday(int(match["weekday"]))),
)
