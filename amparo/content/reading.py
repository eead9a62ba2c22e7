"""What states facts is easy to read: short sentences and common words, measured by language and by reply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from amparo.content import words
from amparo.content.glossary import Glossary
from amparo.content.plain import pattern, plain
from amparo.content.sentences import length, sentences
from amparo.content.sentences import words as words_of
from amparo.content.snapshot import ALL, Finding, Snapshot
from amparo.language.languages import Language

RULE = "reading"
_FILE = Path(__file__).with_name("reading.yml")


@dataclass(frozen=True)
class Limits:
    """What a language may have at most: words of a sentence, on average and at all, share of rare words, grade.

    A word is rare when its Zipf frequency is below ``rare_below``. ``grade`` is ``None`` but for English.
    """

    mean: float
    longest: int
    rare: float
    rare_below: float
    grade: float | None


@dataclass(frozen=True)
class Figures:
    """How the factual replies of a language read."""

    sentences: int
    mean: float
    longest: int
    rare: float
    grade: float | None

    def __str__(self) -> str:
        graded = f", grade {self.grade:.1f}" if self.grade is not None else ""
        return (
            f"{self.sentences} sentences of {self.mean:.1f} on average, longest {self.longest}, "
            f"rare words {self.rare:.1%}{graded}"
        )


@lru_cache(maxsize=1)
def load() -> Mapping[Language, Limits]:
    """Return the limits of each language."""
    written = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        Language(tag): Limits(row["mean"], row["longest"], row["rare"], row["rare_below"], row.get("grade"))
        for tag, row in written.items()
    }


def findings(snapshot: Snapshot, limits: Mapping[Language, Limits], glossary: Glossary) -> Iterator[Finding]:
    """Yield each sentence that is too long, and each language that reads too hard as a whole."""
    for language in snapshot.texts:
        most = limits[language]
        for key, text in snapshot.factual(language):
            yield from _too_long(language, key, text, most)
        measured = figures(snapshot, language, most, glossary)
        if measured is not None:
            yield from _too_hard(language, measured, most)


def figures(snapshot: Snapshot, language: Language, limits: Limits, glossary: Glossary) -> Figures | None:
    """Return how the factual replies of a language read; ``None`` when there are none."""
    said = [sentence for _, text in snapshot.factual(language) for sentence in sentences(text)]
    lengths = [length(sentence, language) for sentence in said]
    if not said:
        return None
    return Figures(
        sentences=len(said),
        mean=sum(lengths) / len(lengths),
        longest=max(lengths),
        rare=_rare_share(said, language, limits.rare_below, glossary),
        grade=grade(said) if language is Language.EN else None,
    )


def grade(said: list[str]) -> float:
    """Return the school grade in which English sentences are understood.

    Source: Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas for Navy enlisted
    personnel, 1975: 0.39 * words a sentence + 11.8 * syllables a word - 15.59.
    """
    each = [word for sentence in said for word in words_of(sentence) if not word.isdigit()]
    syllables = sum(words.syllables(part) for word in each for part in word.split("-"))
    return 0.39 * len(each) / len(said) + 11.8 * syllables / len(each) - 15.59


def _too_long(language: Language, key: str, text: str, limits: Limits) -> Iterator[Finding]:
    for sentence in sentences(text):
        long = length(sentence, language)
        if long > limits.longest:
            yield Finding(
                language.value, key, RULE, f'a sentence of {long}, at most {limits.longest}: "{sentence[:60]} ..."'
            )


def _too_hard(language: Language, measured: Figures, limits: Limits) -> Iterator[Finding]:
    bars = (
        ("words a sentence on average", measured.mean, limits.mean),
        ("share of rare words", measured.rare, limits.rare),
        ("grade", measured.grade, limits.grade),
    )
    for name, is_, most in bars:
        if is_ is not None and most is not None and is_ > most:
            yield Finding(language.value, ALL, RULE, f"{name} {is_:.3g}, at most {most:.3g}")


def _rare_share(said: list[str], language: Language, rare_below: float, glossary: Glossary) -> float:
    each = Counter(word for sentence in said for word in _tokens(sentence, language))
    known = [pattern(terms[language].forms) for terms in glossary.values()]
    # The terms of the glossary are not counted: readers meet them everywhere, and they are explained.
    counted = {word: times for word, times in each.items() if not any(form.search(plain(word)) for form in known)}
    rare = sum(times for word, times in counted.items() if words.zipf(word, language) < rare_below)
    return rare / max(1, sum(counted.values()))


def _tokens(sentence: str, language: Language) -> list[str]:
    # The lists know the typewriter's apostrophe, and Persian words without the joiner between their parts.
    plainly = sentence.replace("’", "'").replace("\u200c", " ")
    return [word for word in words.tokens(plainly, language) if any(letter.isalpha() for letter in word)]
