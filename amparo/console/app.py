"""The console: sign-in, the queue, a case, and the answers of staff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from amparo.console import replies
from amparo.console.sessions import COOKIE, Sessions, Tries
from amparo.console.words import fact_lines, reason_words, since
from amparo.domain.errors import MessageTooLong, MoveNotAllowed, UnknownConversation
from amparo.domain.handoff import State
from amparo.language.languages import DEFAULT, Language, preferred
from amparo.language.normalise import clean
from amparo.replies.render import label, render
from amparo.replies.wording import word
from amparo.services.handoff import CaseView
from amparo.services.records import Case
from amparo.services.reply import Reply
from amparo.services.staff import LONGEST_PASSWORD
from amparo.web.bubbles import bubbles
from amparo.web.forms import form
from amparo.web.guards import BodyLimit, Faults, SameOrigin, SecureHeaders
from amparo.web.static import FOLDER as STATIC
from amparo.wiring import Services

_TEMPLATES = Path(__file__).with_name("templates")
_STATIC = Path(__file__).with_name("static_files")
# An answer of staff may be long; the person reads it in one message.
_MOST_LETTERS = 4000


class Console:
    """The handlers; each is plain and runs in a thread."""

    def __init__(self, services: Services, sessions: Sessions, *, secure: bool) -> None:
        """Keep what the handlers work with."""
        self._handoff = services.handoff
        self._staff = services.staff
        self._sessions = sessions
        self._tries = Tries()
        self._secure = secure
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
        )

    def queue(self, request: Request) -> Response:
        """Show the cases, urgent first."""
        worker = self._worker(request)
        if worker is None:
            return RedirectResponse("/sign-in", 303)
        language = _language(request)
        rows = [_row(case, language) for case in self._handoff.queue()]
        return self._page("queue.html", request, worker=worker, rows=rows)

    def sign_in_form(self, request: Request) -> Response:
        """Show the form."""
        return self._page("sign_in.html", request)

    def sign_in(self, request: Request, form: dict[str, str]) -> Response:
        """Check name and password; both take the same time whether the name exists or not."""
        name = form.get("name", "")[:64]
        if not self._tries.allowed(name):
            return self._page("sign_in.html", request, status=429, notice="console.too_many")
        if not self._staff.signs_in(name, form.get("password", "")[:LONGEST_PASSWORD]):
            self._tries.failed(name)
            return self._page("sign_in.html", request, status=401, notice="console.wrong")
        response = RedirectResponse("/", 303)
        response.set_cookie(
            COOKIE, self._sessions.issue(name), httponly=True, samesite="strict", secure=self._secure, path="/"
        )
        return response

    def sign_out(self, request: Request, form: dict[str, str]) -> Response:
        """End the session on this device."""
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._secure, path="/")
        return response

    def case(self, request: Request) -> Response:
        """Show a case."""
        worker = self._worker(request)
        if worker is None:
            return RedirectResponse("/sign-in", 303)
        return self._case(request, worker, 200, "")

    def act(self, request: Request, form: dict[str, str]) -> Response:
        """Take, answer or close a case."""
        worker = self._worker(request)
        if worker is None:
            return RedirectResponse("/sign-in", 303)
        try:
            self._act(request.path_params["id"], request.path_params["move"], worker, form)
        except MoveNotAllowed:
            return self._case(request, worker, 409, "console.taken_already")
        except MessageTooLong:
            return self._case(request, worker, 422, "error.too_large", form.get("text", ""))
        except UnknownConversation:
            return self._page("queue.html", request, status=404, worker=worker, rows=[], notice="console.erased")
        return RedirectResponse(f"/cases/{request.path_params['id']}", 303)

    def replies(self, request: Request) -> Response:
        """Show the texts of the assistant in two languages."""
        worker = self._worker(request)
        if worker is None:
            return RedirectResponse("/sign-in", 303)
        own = _language(request)
        try:
            chosen = replies.choice(request.query_params, own)
        except replies.UnknownChoice:
            choices = replies.form_values(replies.choice({}, own), own)
            notice = "console.replies.unknown"
            return self._page("replies.html", request, 404, worker=worker, notice=notice, rows=None, **choices)
        rows = replies.rows(chosen, own)
        found = render("console.replies.found", own, {"n": len(rows)})
        choices = replies.form_values(chosen, own)
        return self._page("replies.html", request, worker=worker, rows=rows, found=found, **choices)

    def too_large(self, request: Request) -> Response:
        """Say that a body was too large."""
        return self._page("sign_in.html", request, status=413, notice="error.too_large")

    def broken(self, request: Request) -> Response:
        """Say that something failed, without saying what."""
        return self._page("sign_in.html", request, status=500, notice="error.try_again")

    def _act(self, case_id: str, move: str, worker: str, form: dict[str, str]) -> None:
        language = self._handoff.language_of(case_id).language
        if move == "take":
            self._handoff.take(case_id, worker, word(Reply("handoff.taken"), language))
        elif move == "close":
            self._handoff.close(case_id, worker, word(Reply("handoff.closed"), language))
        elif move == "answer":
            text = clean(form.get("text", ""))
            if len(text) > _MOST_LETTERS:
                raise MessageTooLong
            if text:
                self._handoff.answer(case_id, worker, text)
        else:
            raise UnknownConversation

    def _case(self, request: Request, worker: str, status: int, notice: str, typed: str = "") -> Response:
        language = _language(request)
        try:
            view = self._handoff.view(request.path_params["id"], worker)
        except UnknownConversation:
            return self._page("queue.html", request, status=404, worker=worker, rows=[], notice="console.erased")
        return self._page(
            "case.html",
            request,
            status=status,
            worker=worker,
            notice=notice,
            typed=typed,
            **_case_values(view, worker, language),
        )

    def _worker(self, request: Request) -> str | None:
        name = self._sessions.read(request.cookies.get(COOKIE))
        return name if name is not None and self._staff.exists(name) else None

    def _page(self, template: str, request: Request, status: int = 200, **values: Any) -> HTMLResponse:
        language = _language(request)

        def text(key: str) -> str:
            return render(key, language)

        shared = {"lang": language.value, "dir": language.direction, "t": text, "worker": None, "notice": ""}
        return HTMLResponse(self._environment.get_template(template).render(**{**shared, **values}), status)


def create_app(services: Services, secrets: list[str], public_url: str) -> Starlette:
    """Return the console's application."""
    console = Console(services, Sessions(secrets), secure=public_url.startswith("https://"))

    def too_large(scope: Scope) -> ASGIApp:
        return console.too_large(Request(scope))

    routes = [
        Route("/", console.queue),
        Route("/sign-in", console.sign_in_form),
        Route("/sign-in", form(console.sign_in), methods=["POST"]),
        Route("/sign-out", form(console.sign_out), methods=["POST"]),
        Route("/cases/{id}", console.case),
        Route("/cases/{id}/{move}", form(console.act), methods=["POST"]),
        Route("/replies", console.replies),
        Mount("/static/console", StaticFiles(directory=_STATIC)),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]

    def broken(scope: Scope) -> ASGIApp:
        return console.broken(Request(scope))

    middleware = [
        Middleware(SecureHeaders),
        Middleware(Faults, broken=broken),
        Middleware(SameOrigin, public_url=public_url),
        Middleware(BodyLimit, too_large=too_large),
    ]
    return Starlette(routes=routes, middleware=middleware)


def _row(case: Case, language: Language) -> dict[str, Any]:
    return {
        "id": case.id,
        "urgency": case.urgency.value,
        "since": since(case, language),
        "reasons": reason_words(case, language),
        "language": label("page.name", case.language),
        "channel": case.channel,
        "state": case.state.value if case.closed_at is None else State.CLOSED.value,
        "owner": case.owner,
    }


def _case_values(view: CaseView, worker: str, language: Language) -> dict[str, Any]:
    history = [(format_datetime(at, format="short", locale=language.cldr), who, what) for at, who, what in view.history]
    return {
        "row": _row(view.case, language),
        "facts": fact_lines(view.facts, language),
        "bubbles": bubbles(view.received, view.sent),
        "history": history,
        "mine": view.case.owner == worker and view.case.closed_at is None,
    }


def _language(request: Request) -> Language:
    return preferred(request.headers.get("accept-language")) or DEFAULT
