"""The trained model knows plain sentences of each language, and knows when it does not."""

from __future__ import annotations

import asyncio
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RulePolicy
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.core.domain import Domain

from bot.classifier import TwoExpertsClassifier
from bot.features import SentenceFeaturizer
from bot.replies import CatalogueReplies

NONSENSE = ["fnord grault plugh", "lkjh poiu mnbv", "tgbyhn rfvedc", "wibble xyzzy frotz", "фыва олдж ячсм"]


def parsed(agent: Agent, text: str) -> dict[str, Any]:
    return asyncio.run(agent.parse_message(text))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("What is a Red Notice?", "ask_red_notice"),
        ("How much does a request to the CCF cost?", "ask_cost"),
        ("I want to talk to a person", "request_human"),
        ("Bonjour à vous", "greet"),
        ("Combien coûte une demande à la CCF ?", "ask_cost"),
        ("Qui peut lire ce que j'écris ici ?", "ask_privacy"),
        ("ما هي النشرة الحمراء؟", "ask_red_notice"),
        ("أريد أن أتحدث مع شخص حقيقي", "request_human"),
        ("أخي معتقل في المطار الآن", "report_detained"),
        ("Здравствуйте, добрый день", "greet"),
        ("Моего брата задержали в аэропорту час назад", "report_detained"),
        ("Кто может прочитать то, что я здесь пишу?", "ask_privacy"),
    ],
)
def test_a_plain_sentence_has_its_intent_in_each_language(agent: Agent, text: str, intent: str) -> None:
    assert parsed(agent, text)["intent"]["name"] == intent


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_not_answered_as_if_it_had_sense(agent: Agent, text: str) -> None:
    assert parsed(agent, text)["intent"]["name"] in {"nlu_fallback", "out_of_scope"}


@pytest.mark.parametrize(
    "text",
    ["", " ", "🙂", "\u200f", "…", pytest.param("a" * 4000, id="a very long word")],
)
def test_a_text_without_sense_gives_an_intent_and_no_error(agent: Agent, text: str) -> None:
    found = parsed(agent, text)

    assert found["intent"]["name"] in {*agent.domain.intents, "nlu_fallback"}


def test_the_model_was_trained_on_the_domain_as_it_is_now(agent: Agent, domain: Domain) -> None:
    assert agent.domain.fingerprint() == domain.fingerprint(), "domain.yml has changed: run `make setup`"


def test_every_intent_of_the_domain_can_be_heard(model: Path, domain: Domain) -> None:
    with tarfile.open(model) as archive:
        (labels,) = [name for name in archive.getnames() if name.endswith("/intent_classifier.json")]
        learned = json.load(archive.extractfile(labels))

    # Nobody says these: Rasa makes them itself.
    assert set(learned) == set(domain.intents) - {"back", "session_start", "nlu_fallback"}


def test_the_model_has_our_classifier_and_rasas_fallback_and_rules(agent: Agent) -> None:
    steps = [step.uses for step in agent.processor.model_metadata.predict_schema.nodes.values()]

    assert {SentenceFeaturizer, TwoExpertsClassifier, FallbackClassifier, RulePolicy} <= set(steps)


def test_the_replies_of_the_domain_are_worded_by_the_catalogue(agent: Agent, domain: Domain) -> None:
    assert type(agent.nlg) is CatalogueReplies
    assert agent.nlg.responses == domain.responses


def test_nothing_in_the_archive_can_be_code(model: Path) -> None:
    with tarfile.open(model) as archive:
        kinds = {Path(member.name).suffix for member in archive if member.isfile()}

    assert kinds == {".json", ".npz", ".yml"}
