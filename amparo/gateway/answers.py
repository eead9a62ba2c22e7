"""How the gateway answers: a page for a browser, JSON for the page's own script."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from amparo.gateway.pages import Pages
from amparo.language.languages import DEFAULT, Language, language_of, preferred
from amparo.replies.render import render


class Answers:
    """Builds responses in the language of the person."""

    def __init__(self, pages: Pages) -> None:
        """Keep the templates."""
        self._pages = pages

    def page(self, template: str, language: Language, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page."""
        html = self._pages.html(template, language, **values)
        return HTMLResponse(html, status, headers={"Content-Language": language.value})

    def fragment(self, template: str, language: Language, **values: Any) -> str:
        """Return a part of a page."""
        return self._pages.html(template, language, **values)

    def choose(self, request: Request, notice: str | None, status: int) -> Response:
        """Return the choice of languages, with a notice above it."""
        return self.page("languages.html", guess(request), status=status, notice=notice)

    def failure(self, request: Request, key: str, status: int) -> Response:
        """Return what is said when there is no page to show."""
        language = guess(request)
        if wants_json(request):
            return JSONResponse({"error": render(key, language)}, status)
        return self.page("message.html", language, status=status, heading="page.title", text=key)


def goto(request: Request, path: str) -> Response:
    """Lead to another page; the script follows by itself."""
    return JSONResponse({"goto": path}) if wants_json(request) else RedirectResponse(path, 303)


def guess(request: Request) -> Language:
    """Return the language to use where no conversation says it."""
    return preferred(request.headers.get("accept-language")) or DEFAULT


def named(request: Request) -> Language | None:
    """Return the language that the address names, by its exact tag; each page has one address."""
    tag = request.path_params["tag"]
    language = language_of(tag)
    return language if language is not None and language.value == tag else None


def wants_json(request: Request) -> bool:
    """Return whether the page's own script asks."""
    return "application/json" in request.headers.get("accept", "")
