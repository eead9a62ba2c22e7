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
    not_near: tuple[str, ...]
    not_next: tuple[str, ...]
    answers: Mapping[str, Mapping[str, tuple[str, ...]]]


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the word lists of a language, read once.

    Raises:
        FileNotFoundError: the language has no lists.
        TypeError: a phrase is written so that YAML does not read it as text.
    """
    text = (_FOLDER / f"{language.value}.yml").read_text(encoding="utf-8")
    data = cast(dict[str, Any], yaml.safe_load(text))
    lists = {name: _phrases(data[name]) for name in data if name != "answers"}
    options = {
        question: {option: _phrases(phrases) for option, phrases in choices.items()}
        for question, choices in data["answers"].items()
    }
    return Lexicon(answers=options, **lists)


@dataclass(frozen=True)
class Match:
    """A phrase that stands in a text: how many words it has, and from where to where it stands."""

    phrase: str
    length: int
    start: int
    end: int

    def overlaps(self, other: Match) -> bool:
        """Return whether both share a word of the text."""
        return self.start < other.end and other.start < self.end


def choose(text: str, options: Mapping[str, Sequence[str]]) -> str | None:
    """Return the option whose longest phrase stands in the text.

    Returns:
        ``None`` when no phrase is found, or when two options are matched equally well: then the
        person is asked again, with buttons.
    """
    found = _matches(words(text), options)
    highest = max((match.length for match in found.values()), default=0)
    winners = [option for option, match in found.items() if match.length == highest]
    return winners[0] if len(winners) == 1 else None


def best(said: Sequence[str], phrases: Sequence[str]) -> int:
    """Return how many words the longest phrase has that stands in the text; 0 for none."""
    return max((match.length for match in _found(tuple(phrases), said)), default=0)


def answer(text: str, question: str, words_of: Lexicon) -> str | None:
    """Return the option of a question that is said in a text.

    Returns:
        ``None`` as for ``choose``, and when the phrase is denied: "I did not get refugee status".
    """
    options = words_of.answers.get(question, {})
    chosen = choose(text, options)
    if chosen is None:
        return None
    said = words(text)
    return None if _is_denied(said, _matches(said, options)[chosen], words_of) else chosen


def lone_answer(text: str, question: str, words_of: Lexicon) -> str | None:
    """Return what ``answer`` does, but nothing when another option stands elsewhere in the text.

    For questions on which much depends: "I have no case, only a warrant" is asked back.
    """
    chosen = answer(text, question, words_of)
    if chosen is None:
        return None
    found = _matches(words(text), words_of.answers.get(question, {}))
    rivals = (match for option, match in found.items() if option != chosen)
    return None if any(not match.overlaps(found[chosen]) for match in rivals) else chosen


def starts_with(text: str, phrases: Sequence[str]) -> bool:
    """Return whether the text begins with one of the phrases."""
    said = words(text)
    return any(_match_at(said, 0, phrase.split()) is not None for phrase in phrases)


def is_only(text: str, phrases: Sequence[str], *, extra: int) -> bool:
    """Return whether the whole text is one of the phrases, with at most ``extra`` words beside it."""
    said = words(text)
    return any(_spans(p, said) and len(said) <= _length(p) + extra for p in phrases)


def _phrases(raw: Sequence[object]) -> tuple[str, ...]:
    # YAML reads a bare `no` as false, and the word would silently be missing.
    if unquoted := [phrase for phrase in raw if not isinstance(phrase, str)]:
        raise TypeError(f"a phrase is no text and needs quotes: {unquoted}")
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


def _matches(said: Sequence[str], options: Mapping[str, Sequence[str]]) -> dict[str, Match]:
    """Return the longest match of each option that has one."""
    found = {}
    for option, phrases in options.items():
        matches = list(_found(tuple(phrases), said))
        if matches:
            found[option] = max(matches, key=lambda match: match.length)
    return found


def _found(phrases: tuple[str, ...], said: Sequence[str]) -> Iterator[Match]:
    """Give every place where a phrase stands. A language has thousands, so they are found by their first word."""
    by_start = _by_start(phrases)
    for start, word in enumerate(said):
        for phrase in _beginning_with(word, by_start):
            end = _match_at(said, start, phrase.split())
            if end is not None:
                yield Match(phrase, _length(phrase), start, end)


@cache
def _by_start(phrases: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        first = phrase.split()[0]
        for form in [first] if first.endswith("*") else _bare_forms(first):
            found.setdefault(form, []).append(phrase)
    return {form: tuple(known) for form, known in found.items()}


def _beginning_with(word: str, by_start: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Give the phrases, each once, whose first word the word can be, whole or by a stem with a star."""
    forms = list(_bare_forms(word))
    stems = [f"{form[:length]}*" for form in forms for length in range(len(form) + 1)]
    return iter(dict.fromkeys(phrase for key in (*forms, *stems) for phrase in by_start.get(key, ())))


def _spans(phrase: str, said: Sequence[str]) -> list[Match]:
    pattern = phrase.split()
    ends = ((start, _match_at(said, start, pattern)) for start in range(len(said)))
    return [Match(phrase, _length(phrase), start, end) for start, end in ends if end is not None]


def _is_denied(said: Sequence[str], match: Match, words_of: Lexicon) -> bool:
    near, right_before = words_of.not_near, words_of.not_next
    if any(word in near or word in right_before for word in match.phrase.split()):
        # The phrase itself is a denial, such as "never asked".
        return False
    # From three words before, gaps included: "my asylum was not refused".
    reach = said[max(0, match.start - _LONGEST_GAP) : match.end]
    before = said[max(0, match.start - 1) : match.start]
    return any(word in near for word in reach) or any(word in right_before for word in before)


def _match_at(said: Sequence[str], start: int, pattern: Sequence[str]) -> int | None:
    """Return where the pattern ends when it begins at ``start``, or none."""
    if not pattern:
        return start
    if pattern[0] == "~":
        ends = (_match_at(said, start + gap, pattern[1:]) for gap in range(_LONGEST_GAP + 1))
        return next((end for end in ends if end is not None), None)
    if start >= len(said) or not _same(pattern[0], said[start]):
        return None
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
