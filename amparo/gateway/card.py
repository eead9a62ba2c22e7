"""The card of first steps for somebody who is held now: no cookie, no conversation, nothing stored."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from amparo.gateway.answers import Answers, named
from amparo.language.languages import Language
from amparo.replies.catalogue import lookup
from amparo.replies.register import entries
from amparo.replies.render import source_line
from amparo.web.static import FOLDER

STEPS = tuple(f"card.step.{number}" for number in range(1, 8))
# Its path bounds what it may answer for: from here it can reach the card of one language and no conversation.
_WORKER = FOLDER / "card-worker.js"


class Card:
    """The handlers. The page never depends on who asks, since a browser may keep it."""

    def __init__(self, answers: Answers) -> None:
        """Keep what builds the page."""
        self._answers = answers

    def show(self, request: Request) -> Response:
        """Show the steps with their sources in one line, so that all fit one screen."""
        language = named(request)
        if language is None:
            return self._answers.choose(request, "error.unknown_language", 404)
        return self._answers.page("card.html", language, steps=_steps(language), source=_source(language))

    def worker(self, request: Request) -> Response:
        """Give the script that opens a kept card without network."""
        if named(request) is None:
            return self._answers.failure(request, "error.not_found", 404)
        return FileResponse(_WORKER, media_type="text/javascript")


def _steps(language: Language) -> list[str]:
    return [lookup(step, language, {}) for step in STEPS]


def _source(language: Language) -> str:
    # A dictionary, since each source is named once and in the order of the steps.
    ids = dict.fromkeys(id_ for step in STEPS for id_ in entries()[step].sources)
    return source_line(list(ids), language)
