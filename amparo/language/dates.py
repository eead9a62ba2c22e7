"""Dates in a text, as the range of days that the words can mean."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from amparo.language import calendars
from amparo.language.calendars import Calendar, Days
from amparo.language.grammar import read
from amparo.language.languages import Language
from amparo.language.normalise import clean
from amparo.language.reader import FIRST_YEAR, Reader
from amparo.language.signs import UNKNOWN, signs

__all__ = ["Days", "find_days"]

_PERSIAN = re.compile("[پچژگیک۰-۹]")
_UNTOLD = frozenset({UNKNOWN, "|"})
# In a longer text it finds what is not there.
_MOST_WORDS = 6


def find_days(text: str, language: Language, today: date) -> Days | None:
    """Return the days that a text names, or ``None``.

    Day comes before month in numbers, as our languages write them; a year of four digits may stand first or last. A
    time that lies ahead of ``today`` is refused: the questions ask for what has happened. So is what can mean several
    things, since the assistant can ask back: a day that does not exist, a birth, "before 2019", "some years ago".

    Args:
        text: what the person typed, in any digits.
        language: the language of the conversation; English words are understood beside it, and names of months and
            numbers in all.
        today: the day on which relative words such as "yesterday" rest.
    """
    said = signs(text, language)
    if _UNTOLD.issuperset(said.split()):
        found = _in_words(clean(text), language, today)
    else:
        found = read(said, Reader(language, language is Language.FA or bool(_PERSIAN.search(text)), today))
    if found is None or found.first > today or found.first.year < FIRST_YEAR:
        return None
    return Days(found.first, min(found.last, today))


def _in_words(text: str, language: Language, today: date) -> Days | None:
    """Ask dateparser about a few words that our tables do not know at all; numbers are never left to it."""
    if any(c.isdigit() for c in text) or not 0 < len(text.split()) <= _MOST_WORDS:
        return None
    data = _parser(language, today).get_date_data(text)
    if data.date_obj is None:
        return None
    unit = data.period if data.period in ("week", "month", "year") else "day"
    return calendars.back(Calendar.GREGORIAN, unit, 0, data.date_obj.date())


def _parser(language: Language, today: date) -> Any:
    # Imported here: it costs a second, and only the action server ever needs it.
    from dateparser.date import DateDataParser

    settings = {
        # Left to itself it takes "of a" for January, "second" for the 2nd, and "mi" for Wednesday.
        "PARSERS": ["relative-time"],
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),
        "RETURN_TIME_AS_PERIOD": False,
    }
    return DateDataParser(languages=list(dict.fromkeys((language.value, "en"))), settings=settings)
