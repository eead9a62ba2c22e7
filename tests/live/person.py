"""A person at the page without script: sends forms, and the test reads what was answered."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import requests

from amparo.language.languages import Language
from amparo.replies.render import label
from amparo.services.records import Outbound
from tests.live.product import Product


class Person:
    """One browser with its cookie."""

    def __init__(self, product: Product, language: Language) -> None:
        """Consent and begin."""
        self.product = product
        self.language = language
        self.session = requests.Session()
        before = set(_all_ids(product))
        answer = self.session.post(f"{product.url}/{language.value}/start", timeout=60)
        assert answer.status_code == 200, answer.status_code
        (self.id,) = set(_all_ids(product)) - before
        self._seen = 0

    def say(self, text: str) -> list[str]:
        """Type a message and return the keys of the answers."""
        return self._post("/chat", {"text": text})

    def press(self, option: str) -> list[str]:
        """Press the newest button with an option's label, such as ``device:own`` or ``interview.skip``."""
        title = label(_key(option), self.language)
        for message in reversed(self.messages()):
            for button in message.buttons:
                if button.title == title:
                    return self._post("/chat", {"button": button.id})
        raise AssertionError(f"no button {option}")

    def command(self, name: str) -> list[str]:
        """Press one of the buttons that are always there."""
        return self._post("/chat/command", {"command": name})

    def messages(self) -> Sequence[Outbound]:
        """Return all that the person was told."""
        return self.product.services.conversations.talk(self.id).sent

    def news(self) -> list[Outbound]:
        """Return what was told since the last look."""
        fresh = [m for m in self.messages() if m.position > self._seen]
        self._seen = max([self._seen, *(m.position for m in fresh)])
        return fresh

    def _post(self, path: str, data: dict[str, str]) -> list[str]:
        self.news()
        data = {**data, "nonce": secrets.token_hex(8)}
        answer = self.session.post(f"{self.product.url}{path}", data=data, timeout=60)
        assert answer.status_code == 200, (answer.status_code, answer.text[-800:])
        return [str(m.key) for m in self.news()]


def _key(option: str) -> str:
    if ":" in option:
        question, _, value = option.partition(":")
        return f"interview.option.{question}.{value}"
    return option


def _all_ids(product: Product) -> list[str]:
    from datetime import datetime, timezone

    far = datetime(2999, 1, 1, tzinfo=timezone.utc)
    with product.store.begin() as tx:
        return list(tx.conversations.last_seen_before(far, 10_000))
