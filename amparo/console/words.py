"""Facts and cases as labelled lines in the worker's language."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum

from babel import Locale
from babel.dates import format_date, format_datetime

from amparo.domain.facts import DayRange, Facts, Incident, NoAnswer
from amparo.domain.interview import OPTIONS, Question
from amparo.language.languages import Language
from amparo.replies.render import label
from amparo.services.records import Case

# What the interview notes for itself.
_NOTES = frozenset({"incidents_done", "urgent_handled"})


def fact_lines(facts: Facts, language: Language) -> list[tuple[str, list[str]]]:
    """Return label and values of each answer; questions that were not asked are left out."""
    lines = []
    for field in fields(facts):
        value = getattr(facts, field.name)
        if field.name in _NOTES or value is None or value == ():
            continue
        values = value if isinstance(value, tuple) else (value,)
        words = [_said(field.name, item, language) for item in values]
        lines.append((label(f"console.fact.{field.name}", language), words))
    return lines


def reason_words(case: Case, language: Language) -> list[str]:
    """Return why a person is needed."""
    return [label(f"console.reason.{reason.value}", language) for reason in case.reasons]


def since(case: Case, language: Language) -> str:
    """Return when the case was opened."""
    return format_datetime(case.opened_at, format="short", locale=language.cldr)


def _said(name: str, value: object, language: Language) -> str:
    if isinstance(value, NoAnswer):
        return label(f"console.{value.value}", language)
    if isinstance(value, Incident):
        parts = (("incident", value.kind), ("when", value.when), ("where", value.where))
        return " · ".join(_said(n, part, language) for n, part in parts if part is not None)
    if isinstance(value, DayRange):
        first, last = (format_date(day, locale=language.cldr) for day in (value.first, value.last))
        return first if first == last else f"{first} – {last}"
    if isinstance(value, Enum) and Question(name) in OPTIONS:
        return label(f"interview.option.{name}.{value.value}", language)
    if name == "country":
        return str(Locale.parse(language.cldr).territories.get(str(value), value))
    return str(value)
