"""The table of names: CLDR's territories and our lists, with every form that a name takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from babel import Locale

from amparo.language.inflections import bare_forms, name_forms, people_forms
from amparo.language.languages import Language
from amparo.language.tokens import Token, tokens
from amparo.language.wordlists import phrases, plain, read, words

# Regional names differ: Arabia Saudita, 沙烏地阿拉伯, and Dari's own for half of the world.
_MORE_LOCALES = {Language.ES: ("es_MX",), Language.FA: ("fa_AF",), Language.ZH: ("zh_Hant", "zh_Hant_HK")}
_LONGEST_ABBREVIATION = 4
# Two letters in CLDR, but no ISO 3166-1 code of a land. XK (Kosovo) is in use everywhere.
_NO_LANDS = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


class Kind(Enum):
    """What a name in the table is."""

    COUNTRY = "country"
    PEOPLE = "people"
    # A people named like a state that also lives in others: counted only beside "passport" or the like.
    ETHNIC = "ethnic"
    REGION = "region"
    REGION_PEOPLE = "region_people"
    # Words that only look like a name: guinea pig, New Jersey.
    NOTHING = "nothing"


PEOPLES = frozenset({Kind.PEOPLE, Kind.ETHNIC, Kind.REGION_PEOPLE})
_RANKS = {
    kind: rank
    for rank, kind in enumerate((Kind.NOTHING, Kind.COUNTRY, Kind.REGION, Kind.PEOPLE, Kind.ETHNIC, Kind.REGION_PEOPLE))
}


@dataclass(frozen=True)
class Entry:
    """One name; ``code`` is ISO 3166-1 alpha-2, or empty where there is none."""

    kind: Kind
    code: str = ""


@dataclass
class _Node:
    entry: Entry | None = None
    after: dict[str, _Node] = field(default_factory=dict)


class Gazetteer:
    """All names, to be found in a sequence of words."""

    def __init__(self, rigid: frozenset[str]) -> None:
        # Words that would take an everyday word for an ending: Mali, malı.
        self._rigid = rigid
        self._root = _Node()
        # From the form of a word to the words of the table that it can be.
        self._heads: dict[str, dict[str, None]] = {}
        self._of: dict[Language, set[str]] = {language: set() for language in Language}

    def add(self, name: str, language: Language, entry: Entry) -> None:
        """Add a name; the first of two equal names stays."""
        parts = tokens(name)
        node = self._root
        for place, token in enumerate(parts):
            is_people = entry.kind in PEOPLES and place == len(parts) - 1
            for form in _forms(token, language, is_people=is_people):
                self._heads.setdefault(form, {})[token.word] = None
                self._of[language].update({form} - self._rigid)
            node = node.after.setdefault(token.word, _Node())
        if parts and node.entry is None:
            node.entry = entry

    def longest(self, said: Sequence[Token], start: int) -> tuple[Entry, int] | None:
        """Return the longest name that begins at a word, and how many words it has."""
        best: tuple[Entry, int] | None = None
        nodes = [self._root]
        for length in range(1, len(said) - start + 1):
            heads = self._heads_of(said[start + length - 1].word)
            nodes = [node.after[head] for node in nodes for head in heads if head in node.after]
            if not nodes:
                break
            entries = [node.entry for node in nodes if node.entry is not None]
            # "india" is also a form of "indio", but a state goes before a people.
            best = (min(entries, key=lambda entry: _RANKS[entry.kind]), length) if entries else best
        return best

    def _heads_of(self, word: str) -> tuple[str, ...]:
        exact = tuple(self._heads.get(word, ()))
        bare = next((form for form, language in bare_forms(word) if form in self._of[language]), None)
        return exact if bare is None else (*exact, *self._heads[bare])


def _forms(token: Token, language: Language, *, is_people: bool) -> set[str]:
    # Abbreviations have no cases: ПАР, not "пару".
    if token.raw.isupper() and len(token.raw) <= _LONGEST_ABBREVIATION:
        return {token.word}
    if is_people:
        return people_forms(token.word, language)
    return name_forms(token.word, language, has_article=token.raw.startswith("ال"))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the table, made once."""
    made = Gazetteer(words(read("lookalikes.yml")["no_endings"]))
    for name, language, entry in _names():
        made.add(name, language, entry)
    return made


def _names() -> Iterator[tuple[str, Language, Entry]]:
    """Give all names, those that weigh more first."""
    refused = read("lookalikes.yml")
    for phrase in phrases(refused["nothing"]):
        yield " ".join(phrase), Language.EN, Entry(Kind.NOTHING)
    countries, peoples = read("countries.yml"), read("nationalities.yml")
    yield from _listed(countries["countries"], Kind.COUNTRY)
    yield from _unstated(countries["regions"], Kind.REGION)
    yield from _listed(peoples["nationalities"], Kind.PEOPLE)
    yield from _listed(peoples["ethnic"], Kind.ETHNIC)
    yield from _unstated(peoples["regions"], Kind.REGION_PEOPLE)
    yield from _territories(frozenset(plain(name) for name in refused["not_names"]))


def _listed(lists: Mapping[str, Mapping[str, Sequence[str]]], kind: Kind) -> Iterator[tuple[str, Language, Entry]]:
    for language, of_codes in lists.items():
        for code, names in of_codes.items():
            for name in names:
                yield name, Language(language), Entry(kind, code)


def _unstated(lists: Mapping[str, Sequence[str]], kind: Kind) -> Iterator[tuple[str, Language, Entry]]:
    for language, names in lists.items():
        for name in names:
            yield name, Language(language), Entry(kind)


def _territories(not_names: frozenset[str]) -> Iterator[tuple[str, Language, Entry]]:
    for language in Language:
        for locale in (language.value, *_MORE_LOCALES.get(language, ())):
            for code, name in Locale.parse(locale).territories.items():
                if len(code) == 2 and code.isalpha() and code not in _NO_LANDS and plain(name) not in not_names:
                    yield name, language, Entry(Kind.COUNTRY, code)
