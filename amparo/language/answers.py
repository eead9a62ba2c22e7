"""Free text taken as one of the fixed answers, by word lists and never by a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from amparo.language.languages import Language
from amparo.language.normalise import fold, words

_FOLDER = Path(__file__).with_name("lexicon")
# A gap in a phrase spans at most this many words, so that two clauses are not read as one.
_LONGEST_GAP = 3
# Arabic writes "and", "in", "to", "like" and "the" onto the word that follows.
_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")


@dataclass(frozen=True)
class Lexicon:
    """The word lists of one language.

    ``answers`` maps a question to its options and each option to its phrases.
    """

    yes: tuple[str, ...]
    no: tuple[str, ...]
    dont_know: tuple[str, ...]
    skip: tuple[str, ...]
    correction: tuple[str, ...]
    question_start: tuple[str, ...]
    answers: Mapping[str, Mapping[str, tuple[str, ...]]]


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the word lists of a language, read once.

    Raises:
        FileNotFoundError: the language has no lists.
    """
    text = (_FOLDER / f"{language.value}.yml").read_text(encoding="utf-8")
    data = cast(dict[str, Any], yaml.safe_load(text))
    lists = {name: _phrases(data[name]) for name in data if name != "answers"}
    options = {
        question: {option: _phrases(phrases) for option, phrases in choices.items()}
        for question, choices in data["answers"].items()
    }
    return Lexicon(answers=options, **lists)


def choose(text: str, options: Mapping[str, Sequence[str]]) -> str | None:
    """Return the option whose longest phrase stands in the text.

    Returns:
        ``None`` when no phrase is found, or when two options are matched equally well: then the
        person is asked again, with buttons.
    """
    said = words(text)
    scores = {option: best(said, phrases) for option, phrases in options.items()}
    highest = max(scores.values(), default=0)
    winners = [option for option, score in scores.items() if score == highest and score > 0]
    return winners[0] if len(winners) == 1 else None


def best(said: Sequence[str], phrases: Sequence[str]) -> int:
    """Return how many words the longest phrase has that stands in the text; 0 for none."""
    return max((_length(p) for p in phrases if _stands_in(p.split(), said)), default=0)


def starts_with(text: str, phrases: Sequence[str]) -> bool:
    """Return whether the text begins with one of the phrases."""
    said = words(text)
    return any(_match_at(said, 0, phrase.split()) for phrase in phrases)


def is_only(text: str, phrases: Sequence[str], *, extra: int) -> bool:
    """Return whether the whole text is one of the phrases, with at most ``extra`` words beside it."""
    said = words(text)
    return any(_stands_in(p.split(), said) and len(said) <= _length(p) + extra for p in phrases)


def _phrases(raw: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_folded(str(phrase)) for phrase in raw))


def _folded(phrase: str) -> str:
    # The word splitter would lose the two signs of the format, so they are kept aside.
    parts = []
    for word in phrase.split():
        if word == "~":
            parts.append("~")
        else:
            star = "*" if word.endswith("*") else ""
            parts.extend(words(word.rstrip("*")) or [fold(word)])
            parts[-1] += star
    return " ".join(parts)


def _length(phrase: str) -> int:
    return sum(1 for word in phrase.split() if word != "~")


def _stands_in(pattern: Sequence[str], said: Sequence[str]) -> bool:
    return any(_match_at(said, start, pattern) for start in range(len(said)))


def _match_at(said: Sequence[str], start: int, pattern: Sequence[str]) -> bool:
    if not pattern:
        return True
    if pattern[0] == "~":
        gaps = range(_LONGEST_GAP + 1)
        return any(_match_at(said, start + gap, pattern[1:]) for gap in gaps)
    if start >= len(said) or not _same(pattern[0], said[start]):
        return False
    return _match_at(said, start + 1, pattern[1:])


def _same(pattern: str, word: str) -> bool:
    forms = set(_bare_forms(word))
    if pattern.endswith("*"):
        stem = pattern[:-1]
        return any(form.startswith(stem) for form in forms)
    return bool(forms & set(_bare_forms(pattern)))


def _bare_forms(word: str) -> Iterator[str]:
    yield word
    if not ("\u0600" <= word[0] <= "\u06ff"):
        return
    for prefix in _PROCLITICS:
        # Two letters must stay, or every short word would match.
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            yield word[len(prefix) :]
