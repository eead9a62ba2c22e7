"""Countries in a text, by the territory names of CLDR and a list of other names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from babel import Locale

from amparo.language.languages import Language
from amparo.language.normalise import stem, words

_ALIASES = Path(__file__).with_name("countries.yml")
_LONGEST_NAME = 6
_ARABIC_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_SHORTEST_STEM = 3


def countries(text: str) -> tuple[str, ...]:
    """Return the ISO 3166-1 alpha-2 codes of the countries named, in their order, each once.

    Names are looked up in all our languages at once: people name a country as they know it.
    """
    said = words(text)
    found: list[str] = []
    start = 0
    while start < len(said):
        code, length = _longest_at(said, start)
        if code is not None:
            found.append(code)
        start += length
    return tuple(dict.fromkeys(found))


def regions(text: str) -> bool:
    """Return whether a name stands in the text that is no state, such as Kurdistan: ask back."""
    said = words(text)
    return any(key in _region_names() for word in said for key in _keys([word]))


def _longest_at(said: list[str], start: int) -> tuple[str | None, int]:
    for length in range(min(_LONGEST_NAME, len(said) - start), 0, -1):
        for key in _keys(said[start : start + length]):
            code = _names().get(key)
            if code is not None:
                return code, length
    return None, 1


def _keys(parts: list[str]) -> Iterator[str]:
    """Give the forms under which the words may be listed: as they are, bare, and by their stem."""
    yield " ".join(parts)
    bare = [_without_proclitic(parts[0]), *parts[1:]]
    yield " ".join(bare)
    stems = " ".join(stem(part) for part in parts)
    if stems != " ".join(parts):
        yield "~" + stems


def _without_proclitic(word: str) -> str:
    for prefix in _ARABIC_PROCLITICS:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in Language:
        for code, name in Locale.parse(language.value).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB"):
                _add(found, name, code)
    for code, names in _file()["countries"].items():
        for name in names:
            _add(found, name, code)
    return found


def _add(found: dict[str, str], name: str, code: str) -> None:
    parts = words(name)
    if not parts:
        return
    found.setdefault(" ".join(parts), code)
    found.setdefault(" ".join([_without_proclitic(parts[0]), *parts[1:]]), code)
    stems = " ".join(stem(part) for part in parts)
    # Мали has the stem of "мало"; only names on -ия keep their meaning as short as Инд-.
    if len(stems) > _SHORTEST_STEM or parts[-1].endswith("ия"):
        found.setdefault("~" + stems, code)


@lru_cache(maxsize=1)
def _region_names() -> frozenset[str]:
    names = [words(name) for name in _file()["regions"]]
    return frozenset(key for parts in names for key in _keys(parts))


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(_ALIASES.read_text(encoding="utf-8"))
    return data
