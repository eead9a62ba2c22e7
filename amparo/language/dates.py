"""Dates in a text, as the range of days that the words can mean."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from babel.dates import get_month_names

from amparo.language.languages import Language
from amparo.language.normalise import clean, digits, fold, stem, words

# Nobody who writes to us was wanted before; an older year is a number that means something else.
_FIRST_YEAR = 1940
_YEAR_ONLY = re.compile(r"(?<!\d)(19[4-9]\d|20\d\d)(?!\d)")
_NUMERIC_DAY = re.compile(r"(?<!\d)(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})(?!\d)")
_NUMERIC_MONTH = re.compile(r"(?<!\d)(\d{1,2})[./\-](\d{4})(?!\d)")
# Arabic has three sets of month names; CLDR's "ar" lists only the one of Egypt and the Gulf.
# Russian май is too short for its stem to be found by rule.
_OTHER_MONTH_NAMES = {
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8,
    "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
    "جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8, "غشت": 8, "دجنبر": 12,
    "мае": 5, "маю": 5, "маем": 5,
}  # fmt: skip

_ARABIC_TIMES = {
    fold(word): plain
    for word, plain in {
        "منذ": "قبل", "من": "قبل", "امبارح": "أمس", "مبارح": "أمس",
        "سنتين": "2 سنوات", "سنتان": "2 سنوات", "شهرين": "2 أشهر", "أسبوعين": "2 أسابيع", "يومين": "2 أيام",
        "ثلاثة": "3", "ثلاث": "3", "أربعة": "4", "أربع": "4", "خمسة": "5", "خمس": "5", "ستة": "6", "ست": "6",
        "سبعة": "7", "سبع": "7", "ثمانية": "8", "ثماني": "8", "تسعة": "9", "تسع": "9", "عشرة": "10", "عشر": "10",
    }.items()
}  # fmt: skip


@dataclass(frozen=True)
class Days:
    """The first and the last day that the words can mean."""

    first: date
    last: date


def find_days(text: str, language: Language, today: date) -> Days | None:
    """Return the days that a text names, or ``None``.

    Day comes before month in numbers, as our languages write them. A time that lies ahead of
    ``today`` is refused: the questions ask for what has happened.

    Args:
        text: what the person typed, in any digits.
        language: the language of the conversation; English words are understood beside it.
        today: the day on which relative words such as "yesterday" rest.
    """
    plain = digits(clean(text))
    found = (
        _numeric(plain)
        or _named_month(plain)
        or _only_years(plain)
        or _in_words(plain, language, today)
        or _year(plain)
    )
    if found is None or found.first > today or found.first.year < _FIRST_YEAR:
        return None
    return Days(found.first, min(found.last, today))


def _numeric(text: str) -> Days | None:
    for pattern, order in ((_ISO_DAY, (1, 2, 3)), (_NUMERIC_DAY, (3, 2, 1))):
        match = pattern.search(text)
        if match:
            year, month, day = (int(match.group(i)) for i in order)
            return _day(year, month, day)
    match = _NUMERIC_MONTH.search(text)
    return _month(int(match.group(2)), int(match.group(1))) if match else None


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        return Days(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def _month(year: int, month: int) -> Days | None:
    if not 1 <= month <= 12:
        return None
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _named_month(text: str) -> Days | None:
    """Return a month and year; a day beside the month is left to the parser of words."""
    years = _YEAR_ONLY.findall(text)
    said = words(text)
    pairs = [f"{stem(a)} {stem(b)}" for a, b in pairwise(said)]
    # Two words first: كانون الثاني is January, and its second word alone is no month.
    forms = [*pairs, *(stem(word) for word in said)]
    months = [_month_numbers()[form] for form in forms if form in _month_numbers()]
    alone = not any(word.isdigit() and len(word) <= 2 for word in said)
    return _month(int(years[0]), months[0]) if len(years) == 1 and months and alone else None


@lru_cache(maxsize=1)
def _month_numbers() -> dict[str, int]:
    found = {" ".join(stem(w) for w in words(name)): number for name, number in _OTHER_MONTH_NAMES.items()}
    for language in Language:
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context, locale=language.value).items():
                found.setdefault(stem(fold(name)), number)
    return found


def _only_years(text: str) -> Days | None:
    """Return the years, where no other number stands beside them: "в 2019 году" is no day."""
    others = [number for number in re.findall(r"\d+", text) if not _YEAR_ONLY.fullmatch(number)]
    several = len(set(_YEAR_ONLY.findall(text))) > 1
    said = words(text)
    named = any(stem(word) in _month_numbers() for word in said)
    return _year(text) if several or (not others and not named) else None


def _year(text: str) -> Days | None:
    years = sorted({int(y) for y in _YEAR_ONLY.findall(text)})
    return Days(date(years[0], 1, 1), date(years[-1], 12, 31)) if years else None


def _in_words(text: str, language: Language, today: date) -> Days | None:
    parser = _parser(language, today)
    for candidate in _candidates(_plainer(text)):
        data = parser.get_date_data(candidate)
        if data.date_obj is not None:
            return _by_period(data.date_obj.date(), data.period, today)
    return None


def _plainer(text: str) -> str:
    """Return the text with Arabic words that the parser does not know as words that it does."""
    last_year = text.replace("العام الماضي", "السنة الماضية")
    return " ".join(_ARABIC_TIMES.get(fold(word), word) for word in last_year.split())


def _candidates(text: str) -> list[str]:
    """Give the whole text, then its pieces, longest first: people write a date inside a sentence."""
    parts = text.split()
    longest = min(len(parts), 6)
    pieces = [
        " ".join(parts[start : start + length])
        for length in range(longest, 0, -1)
        for start in range(len(parts) - length + 1)
    ]
    # A lone number such as "2" would be read as a day of this month.
    return [p for p in pieces[:60] if _says_a_time(p)]


def _says_a_time(piece: str) -> bool:
    letters = sum(c.isalpha() for c in piece)
    return letters >= 3 and (len(fold(piece)) >= 4 or piece == "أمس")


def _by_period(day: date, period: str | None, today: date) -> Days | None:
    if period == "year":
        return Days(date(day.year, 1, 1), date(day.year, 12, 31))
    if period == "month":
        return _month(day.year, day.month)
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return Days(monday, min(monday + timedelta(days=6), max(today, monday)))
    return Days(day, day)


def _parser(language: Language, today: date) -> Any:
    # Imported here: it costs a second, and only the action server ever needs it.
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_MONTH_OF_YEAR": "first",
        "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),
        "RETURN_TIME_AS_PERIOD": False,
    }
    return DateDataParser(languages=list(dict.fromkeys((language.value, "en"))), settings=settings)
