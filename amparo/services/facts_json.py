"""Facts as plain JSON values and back, for sealing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from amparo.domain.facts import DayRange, Facts, Incident, IncidentKind, NoAnswer
from amparo.domain.interview import OPTIONS, Question

_ENUMS: dict[str, type[Enum]] = {q.value: kind for q, kind in OPTIONS.items()}


def to_json(facts: Facts) -> dict[str, Any]:
    """Return the facts as JSON values; questions that were not asked are left out."""
    plain = {f.name: _value(getattr(facts, f.name)) for f in fields(facts) if f.name != "incidents"}
    plain["incidents"] = [
        {"kind": i.kind.value, "when": _value(i.when), "where": _value(i.where)} for i in facts.incidents
    ]
    return {name: value for name, value in plain.items() if value is not None}


def from_json(data: Mapping[str, Any]) -> Facts:
    """Return the facts.

    Raises:
        ValueError: a value is none that the facts can hold.
    """
    known = {name: _parsed(name, value) for name, value in data.items() if name != "incidents"}
    incidents = tuple(
        Incident(IncidentKind(i["kind"]), _parsed("when", i["when"]), _parsed("where", i["where"]))
        for i in data.get("incidents", [])
    )
    return Facts(incidents=incidents, **known)


def _value(value: object) -> Any:
    if isinstance(value, NoAnswer):
        return {"no": value.value}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, DayRange):
        return {"first": value.first.isoformat(), "last": value.last.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def _parsed(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        if "no" in value:
            return NoAnswer(value["no"])
        return DayRange(date.fromisoformat(value["first"]), date.fromisoformat(value["last"]))
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return _ENUMS[name](value) if name in _ENUMS else str(value)


def question_of(slot: str) -> Question | None:
    """Return the question that a form slot stands for, or none."""
    try:
        return Question(slot)
    except ValueError:
        return None
