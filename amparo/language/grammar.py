"""The days that the signs of a text mean: one grammar for all languages.

Rules are tried in their order, each on the whole text. What a rule understands it replaces: by other signs, or by
``@`` and the number of the days that it found.
"""

from __future__ import annotations

import re
from functools import partial

from amparo.language.amounts import COUNTS, SPANS
from amparo.language.calendars import Days, hull
from amparo.language.reader import Reader
from amparo.language.rules import IMPOSSIBLE, NOTHING, Reading, Rule
from amparo.language.written import ALONE, DATES

_REFUSE = "refuse"
# Words that count only before an amount: من is "from", and "ago" before two years.
_BEFORE_AMOUNTS = frozenset({"since", "from"})
_TODAY = re.compile(r"(?<!\S)day-0(?!\S)")
_UNTIL_TODAY = re.compile(r"(?<=until )day-0(?!\S)|(?<!\S)day-0(?= upto)")
_FROM_TO = re.compile(r"@(\d+) until @(\d+)|@(\d+) @(\d+) upto")
# Before 2019 or after it: nobody knows how long.
_ONE_END = re.compile(r"(?<!\S)(?:pre|before|after|until) @\d+|@\d+ (?:prior|then|upto)(?!\S)")


def read(signs: str, reader: Reader) -> Days | None:
    """Return the days from the first to the last that the signs mean, or ``None``.

    Days within a wider span are what is meant by it: "in 2019, on 3 May 2019". A birth, a calendar that we cannot
    read and a day that does not exist make the whole text unclear.
    """
    if _REFUSE in signs.split():
        return None
    found: list[Days] = []
    counted = _applied(COUNTS, signs, reader, found)
    plain = " ".join(sign for sign in counted.split() if sign not in _BEFORE_AMOUNTS)
    dated = _applied((*DATES, *SPANS), plain, reader, found)
    left = _applied(ALONE, _with_ends(_with_today(dated, reader, found), found), reader, found)
    meant = {found[int(number)] for number in re.findall(r"@(\d+)", left)}
    narrow = [span for span in meant if not any(_holds(span, other) for other in meant)]
    return None if IMPOSSIBLE in left else hull(narrow)


def _applied(rules: tuple[Rule, ...], signs: str, reader: Reader, found: list[Days]) -> str:
    for pattern, reading in rules:
        signs = pattern.sub(partial(_replaced, reading, reader, found), signs)
    return signs


def _replaced(reading: Reading, reader: Reader, found: list[Days], match: re.Match[str]) -> str:
    outcome = reading if isinstance(reading, str) else reading(match, reader)
    if outcome is None:
        return match.group()
    return outcome if isinstance(outcome, str) else _noted(outcome, found)


def _noted(span: Days, found: list[Days]) -> str:
    found.append(span)
    return f"@{len(found) - 1}"


def _with_today(signs: str, reader: Reader, found: list[Days]) -> str:
    """Take today as a day of its own only where no other is said: "today I remember that it was in 2019"."""
    today = _noted(Days(reader.today, reader.today), found)
    if "@" not in signs:
        return _TODAY.sub(today, signs)
    return _TODAY.sub(NOTHING, _UNTIL_TODAY.sub(today, signs))


def _with_ends(signs: str, found: list[Days]) -> str:
    def joined(match: re.Match[str]) -> str:
        first, last = (found[int(number)] for number in match.groups() if number)
        return _noted(hull((first, last)) or first, found)

    return _ONE_END.sub(NOTHING, _FROM_TO.sub(joined, signs))


def _holds(wide: Days, narrow: Days) -> bool:
    return wide != narrow and wide.first <= narrow.first and narrow.last <= wide.last
