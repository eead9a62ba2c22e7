"""Countries in a text, by the territory names of CLDR and a list of other names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path

import yaml
from babel import Locale

from amparo.language.languages import Language
from amparo.language.normalise import stems, words

_ALIASES = Path(__file__).with_name("countries.yml")
_LONGEST_NAME = 6
_ARABIC_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_SHORTEST_STEM = 3
# Names that are also everyday words: того (of that), réunion (meeting), Maurice (a first name).
_PLAIN_WORDS = frozenset({"того", "reunion", "maurice"})


def countries(text: str) -> tuple[str, ...]:
    """Return the ISO 3166-1 alpha-2 codes of the countries named, in their order, each once.

    Names are looked up in all our languages at once: people name a country as they know it.
    """
    said = _parts(text)
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
    said = _parts(text)
    spans = (said[start : start + length] for length in (1, 2) for start in range(len(said) - length + 1))
    return any(key in _region_names() for span in spans for key in _keys(span))


def _longest_at(said: list[str], start: int) -> tuple[str | None, int]:
    for length in range(min(_LONGEST_NAME, len(said) - start), 0, -1):
        for key in _keys(said[start : start + length]):
            code = _names().get(key)
            if code is not None:
                return code, length
    return None, 1


def _keys(parts: list[str]) -> Iterator[str]:
    """Give the forms under which the words may be listed: as they are, bare, and by their stems."""
    yield " ".join(parts)
    yield " ".join([_without_proclitic(parts[0]), *parts[1:]])
    for forms in product(*(stems(part) for part in parts)):
        yield "~" + " ".join(forms)


def _parts(text: str) -> list[str]:
    """Split also at apostrophes: d'Iran, l'Algérie, Iran's."""
    return [part for word in words(text) for part in word.split("'") if part]


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
    parts = _parts(name)
    if not parts or " ".join(parts) in _PLAIN_WORDS:
        return
    found.setdefault(" ".join(parts), code)
    found.setdefault(" ".join([_without_proclitic(parts[0]), *parts[1:]]), code)
    found.setdefault("~" + " ".join(_stem_of_name(part) for part in parts), code)


def _stem_of_name(part: str) -> str:
    """Return the part of a name that stays in every case; names such as Мали and Перу never change."""
    if not ("\u0400" <= part[0] <= "\u04ff") or part[-1] in "иоуеэю" or len(part) <= _SHORTEST_STEM:
        return part
    for ending in ("ый", "ий", "ая", "ое"):
        if part.endswith(ending) and len(part) - len(ending) >= _SHORTEST_STEM:
            return part[: -len(ending)]
    return part[:-1] if part[-1] in "аяйьы" else part


@lru_cache(maxsize=1)
def _region_names() -> frozenset[str]:
    names = [_parts(name) for name in _file()["regions"]]
    exact = {" ".join(parts) for parts in names}
    return frozenset(exact | {"~" + " ".join(_stem_of_name(part) for part in parts) for parts in names})


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(_ALIASES.read_text(encoding="utf-8"))
    return data
