"""What is denied is not taken for the answer, in every language."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.domain.facts import Facts, HomeCase, Status, YesNo
from amparo.domain.interview import Question
from amparo.language.languages import Language
from amparo.services.understand import Heard, understand

_TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "asked", "text", "wrong"),
    [
        (Language.EN, Question.STATUS, "I did not get refugee status", Status.RECOGNISED_STATE),
        (Language.EN, Question.STATUS, "they never granted asylum", Status.RECOGNISED_STATE),
        (Language.EN, Question.STATUS, "my asylum was not refused", Status.REFUSED),
        (Language.EN, Question.HOME_CASE, "I have no case, only a warrant", HomeCase.NONE),
        (Language.EN, Question.HOME_CASE, "there is no warrant", HomeCase.WARRANT),
        (Language.EN, Question.HOME_CASE, "I was never convicted", HomeCase.TRIAL_IN_ABSENCE),
        (Language.EN, Question.RELATIVES_QUESTIONED, "they were never questioned", YesNo.YES),
        (Language.EN, Question.RELATIVES_THREATENED, "they did not threaten anyone", YesNo.YES),
        (Language.FR, Question.STATUS, "je n'ai pas obtenu le statut de réfugié", Status.RECOGNISED_STATE),
        (Language.FR, Question.HOME_CASE, "il n'y a pas de mandat d'arrêt", HomeCase.WARRANT),
        (Language.RU, Question.STATUS, "мне не дали статус беженца", Status.RECOGNISED_STATE),
        (Language.RU, Question.HOME_CASE, "ордера на арест нет", HomeCase.WARRANT),
        (Language.RU, Question.HOME_CASE, "нет ордера на арест", HomeCase.WARRANT),
        (Language.AR, Question.STATUS, "لم أحصل على صفة لاجئ", Status.RECOGNISED_STATE),
        (Language.AR, Question.HOME_CASE, "لا توجد مذكرة توقيف", HomeCase.WARRANT),
        (Language.AR, Question.DETAINED, "لا محامي عندي", "no"),
    ],
)
def test_a_denied_phrase_is_not_taken_for_the_answer(
    language: Language, asked: Question, text: str, wrong: object
) -> None:
    heard = Heard(text, language, "nlu_fallback", 0.3)

    understood = understand(heard, asked, Facts(), _TODAY)

    assert getattr(understood.value, "value", understood.value) != getattr(wrong, "value", wrong)


@pytest.mark.parametrize(
    ("language", "asked", "text", "right"),
    [
        (Language.EN, Question.STATUS, "yes I am a recognised refugee", Status.RECOGNISED_STATE),
        (Language.EN, Question.STATUS, "no protection", Status.NONE),
        (Language.EN, Question.HOME_CASE, "no case that I know", HomeCase.NONE),
        (Language.FR, Question.STATUS, "j'ai le statut de réfugié", Status.RECOGNISED_STATE),
        (Language.RU, Question.STATUS, "у меня статус беженца", Status.RECOGNISED_STATE),
        (Language.AR, Question.STATUS, "عندي صفة لاجئ", Status.RECOGNISED_STATE),
    ],
)
def test_what_is_said_plainly_is_still_taken(language: Language, asked: Question, text: str, right: object) -> None:
    heard = Heard(text, language, "nlu_fallback", 0.3)

    assert understand(heard, asked, Facts(), _TODAY).value == right
