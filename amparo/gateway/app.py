"""The gateway's application: routes, guards, and the stream of new messages."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from amparo import logs
from amparo.domain.errors import UnknownConversation
from amparo.gateway.pages import Pages
from amparo.gateway.pump import Pump
from amparo.gateway.tokens import Tokens
from amparo.gateway.web import Web, event
from amparo.services.conversations import Conversations
from amparo.services.turns import Turns
from amparo.settings import Settings
from amparo.web.forms import form
from amparo.web.guards import BodyLimit, Pace, SameOrigin, SecureHeaders
from amparo.web.static import FOLDER as STATIC

# What another process wrote (staff, a second gateway) is seen within this time.
_POLL_S = 1.0
# A stream ends after this time and the browser opens a new one, so that none stays for ever.
_STREAM_S = 300.0


class Bell:
    """Wakes the streams of a conversation when something was written in this process."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listening: dict[str, set[asyncio.Event]] = {}

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Keep the loop on which the streams wait."""
        self._loop = loop

    def ring(self, conversation_id: str) -> None:
        """Wake the streams of a conversation; from any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._ring, conversation_id)

    async def wait(self, conversation_id: str, timeout_s: float) -> None:
        """Return when the bell rings or the time is over."""
        bell = asyncio.Event()
        self._listening.setdefault(conversation_id, set()).add(bell)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), timeout_s)
        finally:
            listening = self._listening.get(conversation_id, set())
            listening.discard(bell)
            if not listening:
                self._listening.pop(conversation_id, None)

    def _ring(self, conversation_id: str) -> None:
        for bell in self._listening.get(conversation_id, ()):
            bell.set()


def create_app(
    settings: Settings,
    conversations: Conversations,
    make_turns: Callable[[], Turns],
    secrets: list[str],
    is_ready: Callable[[], bool],
) -> Starlette:
    """Return the application.

    Args:
        settings: the operator's settings.
        conversations: the use cases of conversations.
        make_turns: gives the service that works through messages.
        secrets: for the cookie, newest first.
        is_ready: whether the assistant answers.
    """
    bell = Bell()
    pump = Pump(make_turns(), bell.ring)
    pages = Pages(settings.exit_url, settings.keep_days)
    web = Web(
        conversations,
        pump,
        Tokens(secrets, settings.keep_days),
        pages,
        secure=settings.public_url.startswith("https://"),
        exit_url=settings.exit_url,
        pace=Pace(settings.messages_per_minute),
    )

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        bell.attach(asyncio.get_running_loop())
        pump.start()
        yield
        pump.stop()

    async def health(_: Request) -> Response:
        ready = await run_in_threadpool(is_ready)
        return JSONResponse({"ready": ready}, 200 if ready else 503)

    async def events(request: Request) -> Response:
        return await _events(request, web, bell)

    def too_large(scope: Scope) -> ASGIApp:
        return web.too_large(Request(scope))

    routes = [
        Route("/", web.languages),
        Route("/health", health),
        Route("/leave", web.leave),
        Route("/chat", web.chat),
        Route("/chat", form(web.say), methods=["POST"]),
        Route("/chat/command", form(web.command), methods=["POST"]),
        Route("/chat/language", form(web.language), methods=["POST"]),
        Route("/chat/erase", web.ask_erase),
        Route("/chat/erase", web.erase, methods=["POST"]),
        Route("/chat/events", events),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
        Route("/{tag}", web.consent),
        Route("/{tag}/start", web.start, methods=["POST"]),
    ]
    middleware = [
        Middleware(SecureHeaders),
        Middleware(SameOrigin, public_url=settings.public_url),
        Middleware(BodyLimit, too_large=too_large),
    ]
    handlers = {HTTPException: _http_error(web), Exception: _any_error(web)}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers, lifespan=lifespan)


async def _events(request: Request, web: Web, bell: Bell) -> Response:
    conversation = await run_in_threadpool(web.conversation, request)
    if conversation is None:
        return StreamingResponse(iter([event("ended", "")]), media_type="text/event-stream")
    given = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    after = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0

    async def stream() -> AsyncIterator[bytes]:
        position, status = after, ""
        ends = asyncio.get_running_loop().time() + _STREAM_S
        while asyncio.get_running_loop().time() < ends:
            try:
                fresh, now = await run_in_threadpool(web.fragments, conversation, position)
            except UnknownConversation:
                yield event("ended", "")
                return
            for position, html in fresh:
                yield event("message", html, position)
            if now != status or fresh:
                status = now
                yield event("status", status)
            await bell.wait(conversation.id, _POLL_S)
            # A comment keeps proxies from closing the stream, and finds out who has gone.
            yield b": \n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _http_error(web: Web) -> Callable[[Request, Exception], Response]:
    def handle(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404:
            return web.not_found(request)
        page = web.broken(request)
        page.status_code = status
        return page

    return handle


def _any_error(web: Web) -> Callable[[Request, Exception], Response]:
    def handle(request: Request, error: Exception) -> Response:
        logs.event("request_failed", code=type(error).__name__)
        return web.broken(request)

    return handle
