"""Rules for a time that is counted from today: "two years ago", "last spring", "the past two months"."""

from __future__ import annotations

import re

from amparo.language.calendars import Calendar, hull
from amparo.language.reader import Reader
from amparo.language.rules import (
    AHEAD,
    DAY,
    IMPOSSIBLE,
    MONTH,
    NOTHING,
    SEASON,
    UNIT,
    WEEKDAY,
    Outcome,
    Reading,
    Rule,
    rule,
)

_AMOUNT = (
    r"(?:(?P<least>\d{1,3}) )?(?:(?P<most>\d{1,3}) )?(?P<half>half )?" + UNIT + r"(?P<plural>s|/s)?(?P<and_half> half)?"
)
_COUNTED = r"(?P<count>\d{1,3}) " + UNIT + r"(?:s|/s)?"
# What is said of the last week of March is not said of last week.
_PART = r"(?!(?:week|month)(?:/s)? (?:[MSHQ]\d|\d{4}))(?:in)?(?P<unit>week|month|year)(?:/s)?"
_NAMED = r"(?:(?:hour|day|week|month|year)(?:s|/s)?|Q\d|wd\d|[MSH]\d+\??)"
_NO_NAME = r"(?! (?:\d|[MSHQ]\d|wd|gone|last|current|this|recent|next))"
# "Two or three years ago", but never "on page 12, three years ago".
_WIDEST_RANGE = 5


def _ago(match: re.Match[str], reader: Reader) -> Outcome:
    """Read an amount; without a number only a unit in the singular is one: "a month ago", not "months ago"."""
    numbers = [int(number) for number in (match["least"], match["most"]) if number]
    if not numbers and not match["half"] and match["plural"]:
        return None
    if match["half"] or match["and_half"]:
        return _half_ago(match, numbers)
    first, last = min(numbers, default=1), max(numbers, default=1)
    if len(numbers) > 1 and (numbers != sorted(numbers) or last - first > _WIDEST_RANGE):
        return NOTHING
    return f"{match['unit']}-{first}" if first == last else f"{match['unit']}-{first}~{last}"


def _half_ago(match: re.Match[str], numbers: list[int]) -> Outcome:
    """Read half a year, and a year and a half; nobody who says so counts in single months."""
    if match["unit"] == "hour":
        return f"hour-{max(numbers, default=0)}"
    if match["unit"] != "year" or len(numbers) > 1:
        return NOTHING
    years = numbers[0] if numbers else 0 if match["half"] else 1
    return f"month-{12 * years + 5}~{12 * years + 7}"


def _recent(match: re.Match[str], reader: Reader) -> Outcome:
    return f"{match['unit']}-0~{match.groupdict().get('count') or 1}"


def _back(match: re.Match[str], reader: Reader) -> Outcome:
    counts = [int(count) for count in (match["count"], match["to"]) if count]
    return hull(reader.back(match["unit"], count) for count in counts) or IMPOSSIBLE


def _day_of_month(match: re.Match[str], reader: Reader) -> Outcome:
    return reader.day_of_month(int(match["count"]), int(match["day"]))


def _day_of_week(match: re.Match[str], reader: Reader) -> Outcome:
    return reader.day_of_week(int(match["count"]), int(match["weekday"]))


def _last_weekday(match: re.Match[str], reader: Reader) -> Outcome:
    return reader.last_weekday(int(match["weekday"]))


def _last_month(match: re.Match[str], reader: Reader) -> Outcome:
    return reader.last_month(Calendar(match["kind"]), int(match["month"]))


def _last_season(match: re.Match[str], reader: Reader) -> Outcome:
    return reader.last_season(int(match["season"]))


def _this_season(match: re.Match[str], reader: Reader) -> Outcome:
    return reader.this_season(int(match["season"]))


def _this_month(match: re.Match[str], reader: Reader) -> Outcome:
    return reader.nearest(Calendar(match["kind"]), int(match["month"]), None)


def _units_back(count: int) -> Reading:
    return lambda match, reader: f"{match['unit']}-{count}"


COUNTS: tuple[Rule, ...] = (
    rule(rf"(?:(?:since|pre|from) )?(?:more|vague) (?:from )?{_AMOUNT}(?: (?:ago|prior))?", NOTHING),
    rule(r"(?:year-0 )?\d+ age", NOTHING),
    rule(r"\d+ counted", NOTHING),
    rule(rf"next (?:\d+ )?{_NAMED}|{_NAMED} next|next", AHEAD),
    rule(r"(?:\d+ )?minutes (?:ago|prior)|(?:since|pre|from) (?:\d+ )?minutes", "hour-0"),
    rule(rf"{_AMOUNT} (?:ago|prior)", _ago),
    rule(rf"(?:since|pre) {_AMOUNT}{_NO_NAME}", _ago),
    rule(rf"from (?!day ){_AMOUNT}{_NO_NAME}", _ago),
    rule(rf"(?:recent|last) {_COUNTED}", _recent),
    rule(rf"{_COUNTED} gone", _recent),
    rule(rf"(?P<count>\d{{1,3}}) recent {UNIT}(?:s|/s)?", _recent),
    rule(rf"recent {_PART}", _recent),
    rule(rf"last {_PART}", _units_back(1)),
    rule(rf"{_PART} gone", _units_back(1)),
    # Turkish says yirmi yıl evvelki for "of twenty years ago".
    rule(rf"{_COUNTED} last2", lambda match, reader: f"{match['unit']}-{match['count']}"),
    rule(rf"last2 {_PART}", _units_back(2)),
    rule(rf"{_PART} last2", _units_back(2)),
    rule(rf"this {_PART}", _units_back(0)),
    rule(rf"{_PART} current", _units_back(0)),
)

SPANS: tuple[Rule, ...] = (
    rule(rf"month-(?P<count>\d+) {DAY}", _day_of_month),
    rule(rf"{DAY} month-(?P<count>\d+)", _day_of_month),
    rule(rf"week-(?P<count>\d+) {WEEKDAY}", _day_of_week),
    rule(rf"{WEEKDAY} week-(?P<count>\d+)", _day_of_week),
    # Today is left for the end: "until today", "today I remember".
    rule(rf"(?!day-0(?!~)){UNIT}-(?P<count>\d+)(?:~(?P<to>\d+))?", _back),
    rule(rf"last {WEEKDAY}", _last_weekday),
    rule(rf"{WEEKDAY} gone", _last_weekday),
    rule(rf"last {MONTH}", _last_month),
    rule(rf"{MONTH} gone", _last_month),
    rule(rf"this {MONTH}", _this_month),
    rule(rf"last {SEASON}", _last_season),
    rule(rf"{SEASON} gone", _last_season),
    rule(rf"this {SEASON}", _this_season),
    rule(rf"{SEASON} current", _this_season),
)
