"""Every response has words in every language, and a gap is an error."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.actions.action import ActionBotResponse
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.endpoints import EndpointConfig

from amparo.language.languages import Language
from amparo.replies.catalogue import MissingWords
from amparo.replies.register import entries
from amparo.replies.render import render
from bot.channel import Collector, plain
from bot.replies import BY_KEY, CatalogueReplies
from tests.rasa.conftest import ROOT

DOMAIN = Domain.load(ROOT / "domain.yml")
RESPONSES = {name: found[0] for name, found in DOMAIN.responses.items() if name != BY_KEY}
PAYLOADS = sorted({button["payload"] for shown in RESPONSES.values() for button in shown.get("buttons", [])})


@pytest.fixture
def replies(domain: Domain) -> CatalogueReplies:
    # As Rasa does it: made before the model is there, and given the responses afterwards.
    config = EndpointConfig(type="bot.replies.CatalogueReplies")
    made = NaturalLanguageGenerator.create(config, Domain.empty())
    made.responses = domain.responses
    return made


def a_conversation(metadata: dict[str, Any] | None) -> DialogueStateTracker:
    tracker = DialogueStateTracker("one", DOMAIN.slots)
    tracker.update(UserUttered("Good morning", metadata=metadata))
    return tracker


def generated(
    replies: CatalogueReplies, name: str, metadata: dict[str, Any] | None = None, **arguments: Any
) -> dict[str, Any] | None:
    return asyncio.run(replies.generate(name, a_conversation(metadata), "private", **arguments))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_is_worded_in_each_language(
    name: str,
    language: Language,
    replies: CatalogueReplies,
) -> None:
    key = RESPONSES[name]["text"]
    buttons = [
        {"title": render(button["title"], language), "payload": button["payload"]}
        for button in RESPONSES[name].get("buttons", [])
    ]

    said = generated(replies, name, {"language": language.value})

    assert said == {
        "text": render(key, language),
        "buttons": buttons,
        "reply_key": key,
        "language": language.value,
    }
    assert said["text"].strip() not in ("", key)
    assert all(button["title"].strip() for button in buttons)


@pytest.mark.parametrize("name", RESPONSES)
def test_no_two_languages_have_the_same_words(name: str, replies: CatalogueReplies) -> None:
    texts = {generated(replies, name, {"language": language.value})["text"] for language in Language}

    assert len(texts) == len(Language)


@pytest.mark.parametrize("name", DOMAIN.responses)
def test_a_response_has_one_variation_so_that_nothing_is_left_to_chance(name: str) -> None:
    assert len(DOMAIN.responses[name]) == 1


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_names_a_key_and_never_words(name: str) -> None:
    keys = {RESPONSES[name]["text"], *(button["title"] for button in RESPONSES[name].get("buttons", []))}

    assert keys <= entries().keys()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_button_leads_to_an_intent_or_to_the_gateway(payload: str, domain: Domain) -> None:
    heard = YAMLStoryReader.unpack_regex_message(Message({"text": payload}), domain)

    intent = heard.get("intent", {}).get("name")
    assert intent in domain.intents or payload == "gateway:erase"


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"language": "fr"}, "fr"),
        ({"language": "ar", "kind": "button"}, "ar"),
        ({"language": "ru-RU"}, "ru"),
        ({"language": "EN"}, "en"),
        ({"language": "tlh"}, "en"),
        ({"language": ""}, "en"),
        ({"language": None}, "en"),
        ({"kind": "text"}, "en"),
        ({}, "en"),
        (None, "en"),
    ],
)
def test_the_language_is_that_of_the_last_message_or_else_english(
    metadata: dict[str, Any] | None, language: str, replies: CatalogueReplies
) -> None:
    said = generated(replies, "utter_greet", metadata)

    assert (said["language"], said["text"]) == (language, render("dialog.greet", Language(language)))


def test_a_change_of_language_counts_from_the_next_reply_on(replies: CatalogueReplies) -> None:
    tracker = a_conversation({"language": "ru"})
    tracker.update(UserUttered("Bonjour", metadata={"language": "fr"}))

    said = asyncio.run(replies.generate("utter_greet", tracker, "private"))

    assert said["language"] == "fr"


def test_before_anybody_has_spoken_it_is_english(replies: CatalogueReplies) -> None:
    tracker = DialogueStateTracker("one", DOMAIN.slots)

    said = asyncio.run(replies.generate("utter_greet", tracker, "private"))

    assert said["language"] == "en"


@pytest.mark.parametrize("language", Language)
def test_an_action_sends_any_key_with_its_values_and_choices(
    language: Language,
    replies: CatalogueReplies,
) -> None:
    values = {"countries": ["TR", "KZ"]}
    choices = [["interview.skip", "/skip"], ["page.menu", "/ask_menu"]]

    said = generated(
        replies,
        BY_KEY,
        {"language": language.value},
        key="interview.corrected_country",
        values=values,
        choices=choices,
    )

    assert said == {
        "text": render("interview.corrected_country", language, values),
        "buttons": [
            {"title": render("interview.skip", language), "payload": "/skip"},
            {"title": render("page.menu", language), "payload": "/ask_menu"},
        ],
        "reply_key": "interview.corrected_country",
        "language": language.value,
    }


def test_values_become_words_of_the_language(replies: CatalogueReplies) -> None:
    values = {"day": "2026-03-01"}
    said = generated(replies, BY_KEY, {"language": "fr"}, key="interview.understood.day", values=values)

    assert "1 mars 2026" in said["text"]


def test_a_key_without_values_and_choices_needs_none(replies: CatalogueReplies) -> None:
    said = generated(replies, BY_KEY, key="dialog.goodbye")

    assert said == {
        "text": render("dialog.goodbye", Language.EN),
        "buttons": [],
        "reply_key": "dialog.goodbye",
        "language": "en",
    }


@pytest.mark.parametrize(
    "arguments",
    [
        {"key": "interview.corrected_country"},
        {"key": "interview.corrected_country", "values": {}},
        {"key": "interview.corrected_country", "values": {"day": "2026-03-01"}},
        {"key": "interview.understood.date", "values": {"first": "2026-03-01"}},
        {"key": "dialog.no_such_key"},
        {"key": ""},
        {"key": "dialog.greet", "choices": [["dialog.no_such_key", "/skip"]]},
    ],
)
def test_a_gap_is_an_error_and_never_shown(arguments: dict[str, Any], replies: CatalogueReplies) -> None:
    with pytest.raises(MissingWords):
        generated(replies, BY_KEY, **arguments)


def test_a_response_that_is_not_in_the_domain_gives_no_message(replies: CatalogueReplies) -> None:
    assert generated(replies, "utter_no_such_response") is None


def test_key_and_language_reach_the_gateway_through_rasa(replies: CatalogueReplies, domain: Domain) -> None:
    tracker, collector = a_conversation({"language": "fr"}), Collector()

    async def said() -> None:
        (event,) = await ActionBotResponse("utter_thank").run(collector, replies, tracker, domain)
        await collector.send_response("one", event.message())

    asyncio.run(said())

    assert collector.messages == [
        {
            "key": "dialog.thank",
            "text": render("dialog.thank", Language.FR),
            "language": "fr",
            "buttons": [{"title": render("page.menu", Language.FR), "payload": "/ask_menu"}],
            "command": None,
        }
    ]


@pytest.mark.parametrize(
    ("message", "reaches_the_gateway"),
    [
        (
            {"text": "Hello", "custom": {"command": {"kind": "handoff"}}, "image": "x", "timestamp": 1.0},
            {
                "key": None,
                "text": "Hello",
                "language": None,
                "buttons": [],
                "command": {"kind": "handoff"},
            },
        ),
        (
            {"text": None, "custom": None, "buttons": None},
            {"key": None, "text": "", "language": None, "buttons": [], "command": None},
        ),
        (
            {"text": "Hello", "custom": {"other": 1}},
            {"key": None, "text": "Hello", "language": None, "buttons": [], "command": None},
        ),
    ],
)
def test_a_message_carries_only_what_the_gateway_needs(
    message: dict[str, Any], reaches_the_gateway: dict[str, Any]
) -> None:
    assert plain(message) == reaches_the_gateway
