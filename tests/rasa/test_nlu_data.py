"""What the training examples hold to in nine languages: enough of them, each its own, of one intent, none tested on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
import yaml
from rasa.shared.nlu.training_data.loading import load_data
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from amparo.language.languages import Language
from amparo.language.normalise import words
from bench.heldout import utterances
from tests.rasa.conftest import ROOT

FILES = sorted((ROOT / "data" / "nlu").glob("*.yml"))
LANGUAGES = [language.value for language in Language]
# Said in a word or two, so that more ways to say them are needed.
BARE = {"affirm", "deny", "dont_know", "skip", "inform"}
FEWEST = 25
FEWEST_BARE = 40
# From here on two texts differ by a word or an ending.
NEAR = 0.8
# Short texts share most of their letters by chance.
WORDS_TO_BE_NEAR = 4
WORDS_OF_A_TEMPLATE = 5
MOST_OF_A_TEMPLATE = 3
_MARKER = "- "
# Rasa would take the brackets for an entity: [Dakar](city), [Dakar]{"entity": "city"}.
_ENTITY = re.compile(r"\[[^\]]*\]\s*[({]")


@dataclass(frozen=True)
class Example:
    language: str
    intent: str
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(words(self.text))

    @property
    def folded(self) -> str:
        return " ".join(self.words)


def written(path: Path) -> Iterator[Example]:
    language = path.name.split(".")[1]
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        for line in block["examples"].splitlines():
            yield Example(language, block["intent"], line.removeprefix(_MARKER))


@pytest.fixture(scope="module")
def examples() -> dict[str, list[Example]]:
    found = [example for path in FILES for example in written(path)]
    return {language: [e for e in found if e.language == language] for language in LANGUAGES}


@pytest.fixture(scope="module")
def held_out() -> dict[str, list[Example]]:
    found = [Example(u.language, u.intent, u.text) for u in utterances()]
    return {language: [e for e in found if e.language == language] for language in LANGUAGES}


@pytest.fixture(scope="module")
def intents() -> set[str]:
    declared = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    # Rasa gives this one itself, when it has understood nothing.
    return set(declared) - {"nlu_fallback"}


def near(some: list[Example], others: list[Example]) -> list[tuple[str, str]]:
    """Return pairs of different texts whose sets of three letters overlap by ``NEAR`` or more."""
    if not some or not others:
        return []
    letters = CountVectorizer(analyzer="char_wb", ngram_range=(3, 3), binary=True, lowercase=False, dtype=np.float32)
    counted = letters.fit_transform([e.folded for e in [*some, *others]])
    rows, columns = _near(counted[: len(some)], counted[len(some) :])
    pairs = ((some[row], others[column]) for row, column in zip(rows, columns, strict=True))
    # A list beside itself has each pair twice, and each text beside itself.
    return sorted({tuple(sorted((a.text, b.text))) for a, b in pairs if a is not b})


def _near(some: csr_matrix, others: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    shared = (some @ others.T).tocoo()
    sizes = [np.asarray(matrix.sum(axis=1)).ravel() for matrix in (some, others)]
    overlap = shared.data / (sizes[0][shared.row] + sizes[1][shared.col] - shared.data)
    # A hair less than the limit: 0.8 is no number of a computer's.
    chosen = overlap >= NEAR - 1e-6
    return shared.row[chosen], shared.col[chosen]


def long_enough(some: list[Example]) -> list[Example]:
    return [example for example in some if len(example.words) >= WORDS_TO_BE_NEAR]


def without_a_word(example: Example) -> set[tuple[str, ...]]:
    said = example.words
    return {said[:place] + said[place + 1 :] for place in range(len(said))}


def test_every_family_of_intents_has_a_file_in_every_language() -> None:
    families = {path.name.split(".")[0] for path in FILES}

    assert {path.name for path in FILES} == {f"{family}.{tag}.yml" for family in families for tag in LANGUAGES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rasa_reads_each_line_of_a_file_as_it_is_written(path: Path) -> None:
    read = load_data(str(path))

    assert [(e.get("intent"), e.get("text")) for e in read.intent_examples] == [
        (e.intent, e.text) for e in written(path)
    ]
    assert not read.entity_examples


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_examples_of_each_intent_and_of_no_other(
    language: str,
    examples: dict[str, list[Example]],
    intents: set[str],
) -> None:
    different = {(e.intent, e.folded) for e in examples[language]}

    count = Counter(intent for intent, _ in different)

    assert count.keys() == intents
    assert {i: n for i, n in count.items() if n < (FEWEST_BARE if i in BARE else FEWEST)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_examples_of_a_language_are_the_same_when_folded(
    language: str,
    examples: dict[str, list[Example]],
) -> None:
    count = Counter(example.folded for example in examples[language])

    assert [folded for folded, times in count.items() if times > 1] == []


def test_what_is_said_has_one_intent_in_whatever_language(examples: dict[str, list[Example]]) -> None:
    meanings = defaultdict(set)

    for example in (e for language in LANGUAGES for e in examples[language]):
        meanings[example.folded].add(example.intent)

    assert {folded: found for folded, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_examples_of_a_language_are_nearly_the_same(
    language: str,
    examples: dict[str, list[Example]],
) -> None:
    some = long_enough(examples[language])

    assert near(some, some) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_examples_are_one_sentence_with_a_word_exchanged(
    language: str,
    examples: dict[str, list[Example]],
) -> None:
    alike = defaultdict(set)

    for example in examples[language]:
        if len(example.words) >= WORDS_OF_A_TEMPLATE:
            for rest in without_a_word(example):
                alike[example.intent, rest].add(example.text)

    assert [texts for texts in alike.values() if len(texts) > MOST_OF_A_TEMPLATE] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_reads_as_a_command_or_an_entity(language: str, examples: dict[str, list[Example]]) -> None:
    texts = [example.text for example in examples[language]]

    assert [text for text in texts if text.startswith("/") or _ENTITY.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_tested_on_is_trained_on(
    language: str,
    examples: dict[str, list[Example]],
    held_out: dict[str, list[Example]],
) -> None:
    assert held_out[language], "there is nothing to compare with"

    trained_on = {example.folded for example in examples[language]}

    assert [e.text for e in held_out[language] if e.folded in trained_on] == []
    assert near(long_enough(examples[language]), held_out[language]) == []
