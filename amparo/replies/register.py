"""Which reply keys exist, what values each takes, and which sources it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    """One entry of the sources register.

    ``articles`` are the article numbers that texts resting on this source may name. ``dated`` is
    the date of the text as it says it, ``checked`` the day on which a stored copy was read.
    """

    id: str
    short: str
    title: str
    publisher: str
    address: str
    dated: str
    checked: date
    kind: str
    supports: str
    articles: tuple[int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One declared reply key.

    ``values`` maps each placeholder to its type: see ``_FORMATS`` in ``render.py``.
    ``sources`` is empty for wording that states nothing about alerts, rules or states, and
    ``reviewed``, the day of the last review against the sources, is then ``None``. A ``composed`` key
    has no text of its own: it is put together from other keys, which bring their sources.
    """

    key: str
    values: Mapping[str, str]
    sources: tuple[str, ...]
    reviewed: date | None
    plural: bool = False
    composed: bool = False


@dataclass(frozen=True)
class Review:
    """Who signed a language, and when."""

    by: str
    on: date


@lru_cache(maxsize=1)
def entries() -> Mapping[str, Entry]:
    """Return every declared key."""
    found: dict[str, Entry] = {}
    for path in sorted((_FOLDER / "keys").glob("*.yml")):
        found.update((entry.key, entry) for entry in _declared(_read(path)))
    return found


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """Return the sources register."""
    return {id_: _source(id_, row) for id_, row in _read(_FOLDER / "sources.yml").items()}


@lru_cache(maxsize=1)
def reviews() -> Mapping[str, Review | None]:
    """Return who signed each language; ``None`` where a machine drafted it and nobody signed."""
    rows = _read(_FOLDER / "reviews.yml")["languages"]
    return {tag: Review(str(row["by"]), row["date"]) if row else None for tag, row in rows.items()}


def _source(id_: str, row: dict[str, Any]) -> Source:
    short, title, publisher, address, dated, kind, supports = (
        str(row[name]) for name in ("short", "title", "publisher", "address", "dated", "kind", "supports")
    )
    articles = tuple(row.get("articles", ()))
    return Source(id_, short, title, publisher, address, dated, row["checked"], kind, supports, articles)


def _declared(family: dict[str, Any]) -> Iterator[Entry]:
    values: dict[str, dict[str, str]] = family.get("values", {})
    plural = frozenset(family.get("plural", ()))
    for key, row in family.get("factual", {}).items():
        yield Entry(key, values.get(key, {}), tuple(row["sources"]), row["reviewed"], key in plural)
    for key in family.get("wording", ()):
        yield Entry(key, values.get(key, {}), (), None, key in plural)
    for key in family.get("composed", ()):
        yield Entry(key, {}, (), None, composed=True)


def _read(path: Path) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(path.read_text(encoding="utf-8")))
