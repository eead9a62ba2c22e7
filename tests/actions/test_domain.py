"""Rasa's files agree with the code: actions, questions, options, replies, examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.server import ACTIONS
from amparo.domain.facts import Facts
from amparo.domain.interview import EXPOSURE_QUESTIONS, OPTIONS, PROGRESS_QUESTIONS, Question
from amparo.language.languages import Language
from amparo.replies.register import entries
from amparo.replies.wording import word
from amparo.services.reply import Reply
from amparo.services.suggest import NOT_OFFERED
from amparo.services.understand import Heard, Meaning, understand
from tests.gateway.installation import Installation

ROOT = Path(__file__).parents[2]
FORMS = {"exposure_form": EXPOSURE_QUESTIONS, "progress_form": PROGRESS_QUESTIONS}
NOTHING_MORE = {"incident", "incident_more"}
# What the gateway does itself: see amparo/gateway/web.py.
GATEWAY = {"gateway:erase"} | {f"gateway:language:{language.value}" for language in Language}


@cache
def domain() -> Mapping[str, Any]:
    """Return Rasa's domain."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return read


def responses() -> dict[str, dict[str, Any]]:
    """Return the one variation of each response."""
    found = {}
    for name, variations in domain()["responses"].items():
        (found[name],) = variations
    return found


def buttons() -> Iterator[tuple[str, str, str]]:
    """Return response, title and payload of each button."""
    for name, response in responses().items():
        for button in response.get("buttons", []):
            yield name, button["title"], button["payload"]


def ask(form: str, question: Question) -> str:
    """Return the response by which a form asks a question."""
    return f"utter_ask_{form}_{question.value}"


def answers_of(form: str, question: Question) -> list[tuple[str, str]]:
    """Return title and answer of each button of a question."""
    prefix = "/inform"
    own = [(title, payload) for name, title, payload in buttons() if name == ask(form, question)]
    return [(title, json.loads(payload.removeprefix(prefix))["answer"]) for title, payload in own]


ASKED = [(form, question) for form, questions in FORMS.items() for question in questions]
QUESTIONS = pytest.mark.parametrize(("form", "question"), ASKED, ids=[ask(*pair) for pair in ASKED])
BUTTONS = pytest.mark.parametrize(("name", "title", "payload"), list(buttons()))


def test_the_server_has_exactly_the_actions_of_the_domain(installation: Installation) -> None:
    names = [action(installation.services).name() for action in ACTIONS]

    assert sorted(names) == sorted(domain()["actions"])


def test_the_forms_ask_exactly_our_questions_in_our_order() -> None:
    asked = {form: parts["required_slots"] for form, parts in domain()["forms"].items()}

    assert asked == {form: [question.value for question in questions] for form, questions in FORMS.items()}
    assert list(domain()["slots"]) == [question.value for question in Question]


def test_no_slot_is_filled_by_rasa_itself() -> None:
    mappings = [slot["mappings"] for slot in domain()["slots"].values()]

    assert mappings == [[{"type": "custom"}]] * len(Question)


def test_every_response_names_a_key_of_the_catalogue_and_never_words() -> None:
    keys = {name: response["text"] for name, response in responses().items() if name != "utter_reply"}

    assert set(keys.values()) <= set(entries())
    assert len(keys) > 30


def test_no_response_needs_values_that_nobody_gives() -> None:
    keys = [response["text"] for name, response in responses().items() if name != "utter_reply"]

    assert [key for key in keys if entries()[key].values] == []


def test_no_response_has_more_than_text_and_buttons() -> None:
    parts = {part for response in responses().values() for part in response}

    assert parts == {"text", "buttons"}


@BUTTONS
def test_every_button_has_a_title_in_every_language(name: str, title: str, payload: str) -> None:
    assert title in entries()
    for language in Language:
        assert word(Reply(title), language).text


@BUTTONS
def test_every_payload_is_an_intent_an_answer_or_the_gateways_own(
    name: str,
    title: str,
    payload: str,
) -> None:
    if payload in GATEWAY:
        return

    found = re.fullmatch(r'/(\w+)(?:\{"answer": "(\w+):(\w+)"\})?', payload)
    assert found is not None
    intent, question, _ = found.groups()
    assert intent in domain()["intents"]
    # Only the questions of the check have answers, and only their own.
    assert (intent == "inform") == (question is not None) == name.startswith("utter_ask_")
    assert question is None or name in {ask(form, Question(question)) for form in FORMS}


@QUESTIONS
def test_every_question_asks_with_its_own_key(form: str, question: Question) -> None:
    assert responses()[ask(form, question)]["text"] == f"interview.ask.{question.value}"


def test_no_question_is_asked_that_is_not_ours() -> None:
    asked = {name for name in responses() if name.startswith("utter_ask_")}

    assert asked == {ask(form, question) for form, question in ASKED}


@QUESTIONS
def test_every_option_of_a_question_has_a_button_and_no_other(form: str, question: Question) -> None:
    name = question.value
    options = [option.value for option in OPTIONS.get(question, ())] + ["none"] * (name in NOTHING_MORE)
    # "Nothing more" says all that "skip" and "I do not know" would say.
    without = {Question.INCIDENT_MORE: [], Question.DEVICE: ["skipped"]}.get(question, ["unknown", "skipped"])

    offered = [answer for _, answer in answers_of(form, question)]

    assert offered == [f"{name}:{option}" for option in [*options, *without]]


@QUESTIONS
def test_every_button_of_a_question_stands_under_its_own_words(form: str, question: Question) -> None:
    words = {"unknown": "interview.dont_know", "skipped": "interview.skip"}

    titles = answers_of(form, question)

    for title, answer in titles:
        option = answer.partition(":")[2]
        assert title == words.get(option, f"interview.option.{question.value}.{option}")


@QUESTIONS
def test_every_button_of_a_question_is_understood_as_its_answer(form: str, question: Question) -> None:
    heard = [Heard("", Language.EN, "inform", 1.0, answer) for _, answer in answers_of(form, question)]

    meanings = [understand(message, question, Facts(), date(2026, 11, 22)) for message in heard]

    assert meanings
    assert {(m.meaning, m.question) for m in meanings} == {(Meaning.ANSWER, question)}
    # Two buttons that mean the same would be one too many, save "none" beside "skip".
    expected = len(meanings) - (question is Question.INCIDENT)
    assert len({m.value for m in meanings}) == expected


@cache
def intents_with_examples(language: str) -> Mapping[str, int]:
    """Return how many examples each intent has in a language."""
    counts: dict[str, int] = {}
    for path in sorted((ROOT / "data" / "nlu").glob(f"*.{language}.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            examples = re.findall(r"^- +\S", block["examples"], re.MULTILINE)
            counts[block["intent"]] = counts.get(block["intent"], 0) + len(examples)
    return counts


@pytest.mark.parametrize("language", [language.value for language in Language])
def test_every_intent_has_examples_in_every_language_and_none_is_unknown(language: str) -> None:
    counts = intents_with_examples(language)

    assert set(counts) == set(domain()["intents"])
    assert min(counts.values()) >= 10


def test_the_examples_are_of_our_languages() -> None:
    tags = {path.name.split(".")[-2] for path in (ROOT / "data" / "nlu").iterdir()}

    assert tags == {language.value for language in Language}


@cache
def steps() -> list[dict[str, Any]]:
    """Return every step of every rule."""
    found = []
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            for step in rule["steps"]:
                found.extend(step.get("or", [step]))
    return found


def test_every_intent_is_led_somewhere_by_a_rule() -> None:
    led = {step["intent"] for step in steps() if "intent" in step}

    # Rasa itself leads `restart` to action_restart; a rule for it would contradict its own.
    assert led - {"nlu_fallback"} == set(domain()["intents"]) - {"restart"}
    assert "nlu_fallback" in led


def test_every_rule_ends_in_an_action_or_a_response_that_exists() -> None:
    known = {*domain()["actions"], *responses(), *domain()["forms"]}

    named = {step["action"] for step in steps() if "action" in step}

    assert named <= known


def test_no_action_and_no_response_is_left_without_use() -> None:
    named = {step["action"] for step in steps() if "action" in step}
    # The form calls these by itself, Rasa the restart, and actions send their keys by utter_reply.
    called = {ask(form, question) for form, question in ASKED}
    called |= {"validate_exposure_form", "validate_progress_form", "action_restart", "utter_reply"}

    assert {*domain()["actions"], *responses()} - named - called == set()


def test_every_intent_that_can_be_offered_has_words_for_its_button() -> None:
    offered = {intent for intent in domain()["intents"] if intent not in NOT_OFFERED}

    assert {f"suggest.{intent}" for intent in offered} <= set(entries())
