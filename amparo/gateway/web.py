"""The web page as a channel: language, consent, conversation, erasing, leaving."""

from __future__ import annotations

import secrets
from concurrent.futures import TimeoutError as TookLong

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from amparo.domain.errors import MessageRefused, UnknownConversation
from amparo.gateway.answers import Answers, goto, named, wants_json
from amparo.gateway.pump import Pump
from amparo.gateway.tokens import COOKIE, Tokens
from amparo.language.languages import Language, language_of
from amparo.replies.render import render
from amparo.services.conversations import MOST_CHARACTERS, Conversations, News
from amparo.services.records import Conversation
from amparo.web.bubbles import Bubble, bubbles, newest_with_buttons, said, told
from amparo.web.guards import Pace

CHANNEL = "web"
# How long a form without script waits for its answer before the page is shown anyway.
_WAIT_S = 8.0
_COMMANDS = {
    "person": ("page.talk_to_person", "/request_human"),
    "detained": ("page.detained_now", "/report_detained"),
}
_GATEWAY = "gateway:"


class Web:
    """The handlers. Each is plain and runs in a thread, since the stores wait for the disk."""

    def __init__(
        self,
        conversations: Conversations,
        pump: Pump,
        tokens: Tokens,
        answers: Answers,
        *,
        secure: bool,
        exit_url: str,
        pace: Pace,
    ) -> None:
        """Keep what the handlers work with; ``secure`` marks the cookie for https only."""
        self._conversations = conversations
        self._pump = pump
        self._tokens = tokens
        self._answers = answers
        self._secure = secure
        self._exit_url = exit_url
        self._pace = pace

    def languages(self, request: Request) -> Response:
        """Show the choice of languages, or go on with a conversation that is open here."""
        if self.conversation(request) is not None:
            return RedirectResponse("/chat", 303)
        return self._answers.choose(request, None, 200)

    def consent(self, request: Request) -> Response:
        """Show the consent text."""
        language = named(request)
        if language is None:
            return self._answers.choose(request, "error.unknown_language", 404)
        return self._answers.page("consent.html", language)

    def start(self, request: Request) -> Response:
        """Begin a conversation after consent, and the exposure check in it."""
        language = language_of(request.path_params["tag"])
        if language is None:
            return self._answers.choose(request, "error.unknown_language", 404)
        conversation_id = self._conversations.begin(language, CHANNEL)
        title = render("dialog.menu_check", language)
        self._conversations.accept_command(conversation_id, "start", title, "/check_exposure")
        self._work(conversation_id)
        response = RedirectResponse("/chat", 303)
        self._set_cookie(response, conversation_id)
        return response

    def chat(self, request: Request) -> Response:
        """Show the conversation."""
        conversation = self.conversation(request)
        if conversation is None:
            return self._ended(request)
        return self._chat(conversation, 200)

    def say(self, request: Request, form: dict[str, str]) -> Response:
        """Take a typed message or a button."""
        conversation = self.conversation(request)
        if conversation is None:
            return self._ended(request)
        if not self._pace.allows(conversation.id):
            return self._refused(request, conversation, "error.too_fast", 429, form.get("text", ""))
        nonce = form.get("nonce") or secrets.token_hex(8)
        if form.get("button"):
            return self._press(request, conversation, form["button"], nonce)
        return self._type(request, conversation, form.get("text", ""), nonce)

    def command(self, request: Request, form: dict[str, str]) -> Response:
        """Take one of the buttons that are always there."""
        conversation = self.conversation(request)
        if conversation is None:
            return self._ended(request)
        known = _COMMANDS.get(form.get("command", ""))
        if known is None:
            return self._refused(request, conversation, "error.bad_request", 400, "")
        key, payload = known
        return self._accept_payload(
            request, conversation, render(key, conversation.language), payload, form.get("nonce")
        )

    def language(self, request: Request, form: dict[str, str]) -> Response:
        """Change the language of the conversation."""
        conversation = self.conversation(request)
        if conversation is None:
            return self._ended(request)
        language = language_of(form.get("language"))
        if language is None:
            return self._refused(request, conversation, "error.unknown_language", 400, "")
        return self._to_language(request, conversation, language, form.get("nonce"))

    def ask_erase(self, request: Request) -> Response:
        """Ask before erasing."""
        conversation = self.conversation(request)
        return self._ended(request) if conversation is None else self._answers.page("erase.html", conversation.language)

    def erase(self, request: Request) -> Response:
        """Erase the conversation and say so."""
        conversation = self.conversation(request)
        if conversation is None:
            return self._ended(request)
        self._conversations.erase(conversation.id)
        page = self._answers.page(
            "message.html", conversation.language, heading="page.erased_title", text="page.erased_text"
        )
        self._drop_cookie(page)
        # A kept card is all that can be stored there.
        page.headers["Clear-Site-Data"] = '"storage"'
        return page

    def leave(self, request: Request) -> Response:
        """End the conversation on this device and lead to a page that says nothing."""
        response = RedirectResponse(self._exit_url, 303)
        self._drop_cookie(response)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    def too_large(self, request: Request) -> Response:
        """Say that a body was too large to read."""
        return self._answers.failure(request, "error.too_large", 413)

    def not_found(self, request: Request) -> Response:
        """Say that there is no such page."""
        return self._answers.failure(request, "error.not_found", 404)

    def broken(self, request: Request) -> Response:
        """Say that something failed, without saying what."""
        return self._answers.failure(request, "error.try_again", 500)

    def conversation(self, request: Request) -> Conversation | None:
        """Return the conversation of the cookie, or none when it is broken, expired or erased."""
        conversation_id = self._tokens.read(request.cookies.get(COOKIE))
        if conversation_id is None:
            return None
        try:
            return self._conversations.get(conversation_id)
        except UnknownConversation:
            return None

    def fragments(self, conversation: Conversation, after: int) -> tuple[list[tuple[int, str]], str]:
        """Return new messages as HTML with their positions, and the status line."""
        news = self._conversations.news(conversation.id, after)
        newest = newest_with_buttons(news.sent)
        rendered = [(m.position, self._bubble(news.language, told(m, newest))) for m in news.sent]
        return rendered, self._status(news)

    def _type(self, request: Request, conversation: Conversation, text: str, nonce: str) -> Response:
        try:
            self._conversations.accept_text(conversation.id, nonce, text)
        except MessageRefused as error:
            return self._refused(request, conversation, error.reply, 422, text)
        return self._accepted(request, conversation)

    def _press(self, request: Request, conversation: Conversation, button_id: str, nonce: str) -> Response:
        known = self._conversations.button(conversation.id, button_id)
        if known is None:
            return self._refused(request, conversation, "error.old_button", 409, "")
        return self._accept_payload(request, conversation, *known, nonce)

    def _accept_payload(
        self, request: Request, conversation: Conversation, title: str, payload: str, nonce: str | None
    ) -> Response:
        if payload.startswith(_GATEWAY):
            return self._own_command(request, conversation, payload.removeprefix(_GATEWAY), nonce)
        self._conversations.accept_command(conversation.id, nonce or secrets.token_hex(8), title, payload)
        return self._accepted(request, conversation)

    def _own_command(self, request: Request, conversation: Conversation, command: str, nonce: str | None) -> Response:
        """Do what is the gateway's own: it must work also when the assistant is away."""
        if command == "erase":
            return goto(request, "/chat/erase")
        language = language_of(command.removeprefix("language:"))
        if language is None:
            return self._refused(request, conversation, "error.old_button", 409, "")
        return self._to_language(request, conversation, language, nonce)

    def _to_language(
        self, request: Request, conversation: Conversation, language: Language, nonce: str | None
    ) -> Response:
        self._conversations.set_language(conversation.id, language)
        payload = f'/change_language{{"language": "{language.value}"}}'
        title = render("page.name", language)
        self._conversations.accept_command(conversation.id, nonce or secrets.token_hex(8), title, payload)
        self._work(conversation.id)
        return goto(request, "/chat")

    def _accepted(self, request: Request, conversation: Conversation) -> Response:
        if wants_json(request):
            # The answer comes over the stream; the page shows at once what was said.
            self._pump.wake(conversation.id)
            talk = self._conversations.talk(conversation.id)
            return JSONResponse({"html": self._bubble(conversation.language, said(talk.received[-1]))}, 202)
        self._work(conversation.id)
        try:
            talk = self._conversations.talk(conversation.id)
        except UnknownConversation:
            # Erased in another window while the answer was made.
            return self._ended(request)
        # Without script the fragment alone brings the person to where they were.
        return RedirectResponse(f"/chat#m-{talk.received[-1].id}", 303)

    def _work(self, conversation_id: str) -> None:
        try:
            self._pump.wake(conversation_id).result(timeout=_WAIT_S)
        except TookLong:
            return

    def _refused(self, request: Request, conversation: Conversation, key: str, status: int, typed: str) -> Response:
        notice = render(key, conversation.language, {"most": MOST_CHARACTERS})
        if wants_json(request):
            return JSONResponse({"error": notice}, status)
        return self._chat(conversation, status, notice=notice, typed=typed)

    def _chat(self, conversation: Conversation, status: int, notice: str = "", typed: str = "") -> Response:
        talk = self._conversations.talk(conversation.id)
        last = max((m.position for m in talk.sent), default=0)
        waiting = [m for m in talk.received if m.waiting]
        return self._answers.page(
            "chat.html",
            conversation.language,
            status=status,
            bubbles=bubbles(talk.received, talk.sent),
            nonce=_nonce,
            last=last,
            waiting=bool(waiting),
            away=any(m.attempts for m in waiting),
            notice=notice,
            typed=typed,
        )

    def _status(self, news: News) -> str:
        if not news.waiting:
            return ""
        key = "error.assistant_starting" if any(m.attempts for m in news.waiting) else "page.waiting"
        return render(key, news.language)

    def _bubble(self, language: Language, bubble: Bubble) -> str:
        return self._answers.fragment("bubble.html", language, bubble=bubble, nonce=_nonce)

    def _ended(self, request: Request) -> Response:
        if wants_json(request):
            return JSONResponse({"goto": "/"}, 401)
        response = self._answers.choose(request, "error.session_ended", 401)
        self._drop_cookie(response)
        return response

    def _set_cookie(self, response: Response, conversation_id: str) -> None:
        # No max-age: the cookie ends with the browser, which suits a shared device.
        token = self._tokens.issue(conversation_id)
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=self._secure, path="/")

    def _drop_cookie(self, response: Response) -> None:
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._secure, path="/")


def _nonce() -> str:
    return secrets.token_hex(8)
