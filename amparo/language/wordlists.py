"""The word lists in YAML beside this package, folded like the texts that they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from amparo.language.tokens import tokens

_FOLDER = Path(__file__).parent

Phrase = tuple[str, ...]


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return a file of lists as it stands, read once."""
    # The parser written in C takes a tenth of the time; not every build of PyYAML has it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return data


def phrases(nested: Any) -> frozenset[Phrase]:
    """Return the folded words of each phrase; lists in lists and lists by language are taken as one."""
    return frozenset(tuple(token.word for token in tokens(phrase)) for phrase in _flat(nested))


def words(nested: Any) -> frozenset[str]:
    """Return all folded words of the phrases."""
    return frozenset(word for phrase in phrases(nested) for word in phrase)


def plain(name: str) -> str:
    """Return a name as its folded words, to compare it with another."""
    return " ".join(token.word for token in tokens(name))


def _flat(nested: Any) -> Iterable[str]:
    if isinstance(nested, str):
        yield nested
    else:
        for part in nested.values() if isinstance(nested, Mapping) else nested:
            yield from _flat(part)
