"""The form of a rule that reads signs, and the parts that many rules share."""

from __future__ import annotations

import re
from collections.abc import Callable

from amparo.language.calendars import Days
from amparo.language.reader import Reader

# Days that were found, signs to stand instead, or None to leave the signs to the rules that follow.
Outcome = Days | str | None
Reading = Callable[[re.Match[str], Reader], Outcome] | str
Rule = tuple[re.Pattern[str], Reading]

# Signs that the rules leave behind.
NOTHING = "_"
IMPOSSIBLE = "!"
AHEAD = "ahead"

UNIT = r"(?P<unit>hour|day|week|month|year)"
YEAR_WORD = r"(?:year(?:s|/s)?|inyear)"
DAY_WORD = r"day(?:/s)?"
MONTH_WORD = r"month(?:/s)?"
# "12 years" is no day, but "12 month-1" is one of last month.
_NO_AMOUNT = r"(?! (?:(?:hour|week|month|year)(?:s|/s)?|days|age)(?!\S))"
DAY = rf"(?:{DAY_WORD} )?(?P<day>\d{{1,2}})(?: {DAY_WORD})?{_NO_AMOUNT}"
MONTH = rf"(?:{MONTH_WORD} )?(?P<kind>[MSH])(?P<month>\d+)(?P<weak>\?)?(?P<month_word> {MONTH_WORD})?"
WEEKDAY = rf"(?:{DAY_WORD} )?wd(?P<weekday>[1-7])(?: {DAY_WORD})?"
SEASON = r"Q(?P<season>[1-4])"


def rule(pattern: str, reading: Reading) -> Rule:
    """Return a rule whose pattern matches whole signs only.

    Args:
        pattern: over signs with a blank between them.
        reading: what the rule makes of a match, or the signs that always stand instead.
    """
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), reading
