"""One word for one thing in each language: the terms of the glossary are used, and rejected forms are not.

Source: the vocabulary that official texts and people use, and the words that the catalogue has settled on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from amparo.content.plain import pattern, plain
from amparo.content.snapshot import Finding, Snapshot
from amparo.language.languages import Language

RULE = "glossary"
_FILE = Path(__file__).with_name("glossary.yml")


@dataclass(frozen=True)
class Term:
    """One term in one language.

    ``use`` is the term as a person reads it, ``forms`` the pattern of its inflected forms in plain texts, ``never``
    are patterns of forms that are not used, and ``unless`` are patterns around them where they mean something else.
    """

    use: str
    forms: str
    never: tuple[str, ...]
    unless: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Return whether a plain text has the term in one of its forms."""
        return pattern(self.forms).search(text) is not None

    def rejected_in(self, text: str) -> Iterator[str]:
        """Yield the forms in a plain text that are never used."""
        for around in self.unless:
            text = pattern(around).sub(" ", text)
        for form in self.never:
            found = pattern(form).search(text)
            if found:
                yield found[0]


Glossary = Mapping[str, Mapping[Language, Term]]


@lru_cache(maxsize=1)
def load() -> Glossary:
    """Return each term in each language."""
    written = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {id_: {Language(tag): _term(row) for tag, row in rows.items()} for id_, rows in written.items()}


def findings(snapshot: Snapshot, glossary: Glossary) -> Iterator[Finding]:
    """Yield each rejected form, and each text that leaves out a term which the English text uses."""
    english = {key: plain(text) for key, text in snapshot.texts.get(Language.EN, {}).items()}
    for language, words in snapshot.texts.items():
        plainly = {key: plain(text) for key, text in words.items()}
        for terms in glossary.values():
            term = terms[language]
            yield from _rejected(language, plainly, term)
            if language is not Language.EN:
                yield from _left_out(language, plainly, _keys_with(terms[Language.EN], english), term)


def _rejected(language: Language, words: Mapping[str, str], term: Term) -> Iterator[Finding]:
    for key, text in words.items():
        for form in term.rejected_in(text):
            yield Finding(language.value, key, RULE, f'says "{form}", the term is "{term.use}"')


def _keys_with(term: Term, words: Mapping[str, str]) -> Sequence[str]:
    return [key for key, text in words.items() if term.stands_in(text)]


def _left_out(language: Language, words: Mapping[str, str], keys: Sequence[str], term: Term) -> Iterator[Finding]:
    for key in keys:
        if key in words and not term.stands_in(words[key]):
            yield Finding(
                language.value, key, RULE, f'does not say "{term.use}", which is the term for what English says'
            )


def _term(row: Mapping[str, object]) -> Term:
    return Term(str(row["use"]), str(row["forms"]), _patterns(row.get("never")), _patterns(row.get("unless")))


def _patterns(written: object) -> tuple[str, ...]:
    return tuple(str(one) for one in written) if isinstance(written, list) else ()
