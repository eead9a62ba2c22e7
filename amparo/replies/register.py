"""Which reply keys exist, what values each takes, and which sources it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    """One entry of the sources register."""

    id: str
    short: str
    title: str
    publisher: str
    address: str
    dated: str
    kind: str
    supports: str


@dataclass(frozen=True)
class Entry:
    """One declared reply key.

    ``values`` maps each placeholder to its type: day, days, territories, keys, number or text.
    ``sources`` is empty for wording that states nothing about alerts, rules or states.
    """

    key: str
    values: Mapping[str, str]
    sources: tuple[str, ...]
    plural: bool


@lru_cache(maxsize=1)
def entries() -> Mapping[str, Entry]:
    """Return every declared key."""
    data = _read("keys.yml")
    values: dict[str, dict[str, str]] = data["values"]
    plural = frozenset(data["plural"])
    factual: dict[str, list[str]] = data["factual"]
    keys = [*factual, *data["wording"]]
    return {key: Entry(key, values.get(key, {}), tuple(factual.get(key, ())), key in plural) for key in keys}


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """Return the sources register."""
    fields = ("short", "title", "publisher", "address", "dated", "kind", "supports")
    data = _read("sources.yml")
    return {id_: Source(id_, *(str(row[f]) for f in fields)) for id_, row in data.items()}


@lru_cache(maxsize=1)
def review() -> Mapping[str, str]:
    """Return who signed each language; ``machine-drafted`` where nobody did."""
    return {tag: str(status) for tag, status in _read("keys.yml")["review"].items()}


def _read(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8")))
