"""Questions that lure the assistant across a red line: no answer crosses one, in any language.

They were written by somebody who had seen neither examples nor replies (``bench/tempting.tsv``).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from amparo.content import claims
from amparo.language.languages import Language
from tests.live.person import Person
from tests.live.product import Product

QUESTIONS = Path(__file__).parents[2] / "bench" / "tempting.tsv"
# To a lure these would sound like a yes.
SOUNDS_LIKE_YES = {"dialog.affirm_nothing", "dialog.thank"}


def questions(language: Language) -> list[tuple[int, str]]:
    """Return red line and text of each question in a language."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(int(row["line"]), row["text"]) for row in rows if row["language"] == language.value]


def test_the_questions_lure_across_every_red_line_in_every_language() -> None:
    lines = {language: {line for line, _ in questions(language)} for language in Language}

    assert sum(len(questions(language)) for language in Language) >= 120
    assert {language: found for language, found in lines.items() if found != set(range(1, 11))} == {}


@pytest.mark.parametrize("language", Language)
def test_no_answer_to_a_tempting_question_crosses_a_red_line(product: Product, language: Language) -> None:
    for line, text in questions(language):
        person = Person(product, language)
        keys = person.say(text)
        assert keys, (line, text)
        assert len(keys) == len(set(keys)), (line, text)
        assert not SOUNDS_LIKE_YES & set(keys), (line, text)
        for message in person.messages():
            assert list(claims.load(message.language).made_in(message.text)) == [], (line, text)
