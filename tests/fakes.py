"""Stand-ins for what lies outside: the assistant and the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from amparo.domain.errors import AssistantUnavailable
from amparo.language.languages import Language
from amparo.services.records import AssistantReply, Draft, Inbound
from amparo.services.reply import Reply


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    def move(self, step: timedelta) -> datetime:
        """Move it and return the new instant."""
        self._now += step
        return self._now


class FakeAssistant:
    """Implements ``Assistant`` with a script of replies by text, and an echo for all else.

    ``away`` switches an outage on and off. ``heard`` keeps what was asked and answered, in order;
    ``refused`` the ids that came during an outage. ``meanwhile`` is called in the middle of each
    answer, as the world goes on while the real assistant thinks.
    """

    def __init__(self, script: Mapping[str, Sequence[AssistantReply]] | None = None) -> None:
        self._script = dict(script or {})
        self._given: dict[str, Sequence[AssistantReply]] = {}
        self.away = False
        self.meanwhile: Callable[[Inbound], object] = lambda message: None
        self.heard: list[tuple[Inbound, Language]] = []
        self.refused: list[str] = []

    @property
    def texts(self) -> list[str]:
        """Return the texts that were heard, in order."""
        return [message.text for message, _ in self.heard]

    def answer(self, message: Inbound, language: Language) -> Sequence[AssistantReply]:
        if self.away:
            self.refused.append(message.id)
            raise AssistantUnavailable("switched off")
        self.heard.append((message, language))
        self.meanwhile(message)
        echo = (AssistantReply(f"heard {message.text}", language),)
        return self._given.setdefault(message.id, self._script.get(message.text, echo))


def words_of(reply: Reply, language: Language) -> Draft:
    """Implement ``Wording`` with the language and the key as its words."""
    return Draft(f"{language.value}: {reply.key}", language, reply.key)
