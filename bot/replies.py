"""Rasa's reply generator over the catalogue: a response names a key, never words."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from amparo.language.languages import DEFAULT, Language, language_of
from amparo.replies.render import label, render

# The response by which an action sends any key: its arguments carry the key and its values.
BY_KEY = "utter_reply"


class CatalogueReplies(TemplatedNaturalLanguageGenerator):
    """Words every response in the language of the conversation.

    Rasa hands the domain's responses only to subclasses of its template generator, and only
    after the model is loaded.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Take the responses that are known now; Rasa sets them again later."""
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return text, buttons, key and language of one message.

        Raises:
            MissingWords: the key or a value is missing: the turn fails rather than showing a gap.
        """
        language = spoken(tracker)
        if utter_action == BY_KEY:
            return worded(kwargs["key"], language, kwargs.get("values"), kwargs.get("choices"))
        variations = self.responses.get(utter_action)
        if not variations:
            return None
        first = variations[0]
        choices = [(button["title"], button["payload"]) for button in first.get("buttons", [])]
        return worded(first["text"], language, kwargs.get("values"), choices)


def worded(key: str, language: Language, values: dict[str, Any] | None, choices: list[Any] | None) -> dict[str, Any]:
    """Return a message as Rasa wants it."""
    buttons = [{"title": label(title, language), "payload": payload} for title, payload in choices or []]
    text = render(key, language, values)
    return {"text": text, "buttons": buttons, "reply_key": key, "language": language.value}


def spoken(tracker: DialogueStateTracker) -> Language:
    """Return the language of the conversation; the gateway says it with each message."""
    metadata = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
    return language_of(metadata.get("language")) or DEFAULT
