"""Who may help free of charge, as the operator has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amparo.domain.ccf import add_months

# An address that nobody has confirmed for a year may lead to a closed door, or to somebody else.
_MONTHS_CONFIRMED = 12
# More names than these fill a phone screen and help nobody to choose.
_MOST_SHOWN = 3


@dataclass(frozen=True)
class Helper:
    """An organisation of the operator's register.

    ``languages`` are tags such as ``fr``, ``countries`` ISO 3166-1 alpha-2 codes of where it works (empty:
    everywhere). ``offers`` says what for, ``contact`` how to reach it, both in the operator's words.
    ``confirmed`` is the day on which somebody asked the organisation; none means never.
    """

    name: str
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    offers: str
    contact: str
    confirmed: date | None


def shown(register: Sequence[Helper], language: str, today: date) -> tuple[Helper, ...]:
    """Return the entries that a person may be told of: confirmed within a year, in their language first."""
    current = [helper for helper in register if _is_current(helper, today)]
    return tuple(sorted(current, key=lambda helper: language not in helper.languages)[:_MOST_SHOWN])


def _is_current(helper: Helper, today: date) -> bool:
    if helper.confirmed is None or helper.confirmed > today:
        return False
    return today <= add_months(helper.confirmed, _MONTHS_CONFIRMED)
