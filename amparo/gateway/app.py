"""The gateway's application: its parts put together, routes and guards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from amparo.gateway.answers import Answers
from amparo.gateway.card import Card
from amparo.gateway.pages import Pages
from amparo.gateway.pump import Pump
from amparo.gateway.stream import Bell, events
from amparo.gateway.tokens import Tokens
from amparo.gateway.web import Web
from amparo.services.conversations import Conversations
from amparo.services.turns import Turns
from amparo.settings import Settings
from amparo.web.forms import form
from amparo.web.guards import BodyLimit, Faults, Pace, SameOrigin, SecureHeaders
from amparo.web.static import FOLDER as STATIC


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
    answers = Answers(Pages(settings.exit_url, settings.keep_days))
    web = Web(
        conversations,
        pump,
        Tokens(secrets, settings.keep_days),
        answers,
        secure=settings.public_url.startswith("https://"),
        exit_url=settings.exit_url,
        pace=Pace(settings.messages_per_minute),
    )
    return Starlette(
        routes=[*_routes(web, bell, is_ready), *_card_routes(Card(answers))],
        middleware=_middleware(web, settings.public_url),
        exception_handlers={HTTPException: _http_error(web)},
        lifespan=_lifespan(bell, pump),
    )


def _routes(web: Web, bell: Bell, is_ready: Callable[[], bool]) -> list[BaseRoute]:
    async def health(_: Request) -> Response:
        ready = await run_in_threadpool(is_ready)
        return JSONResponse({"ready": ready}, 200 if ready else 503)

    async def news(request: Request) -> Response:
        return await events(request, web, bell)

    return [
        Route("/", web.languages),
        Route("/health", health),
        Route("/leave", web.leave),
        Route("/chat", web.chat),
        Route("/chat", form(web.say), methods=["POST"]),
        Route("/chat/command", form(web.command), methods=["POST"]),
        Route("/chat/language", form(web.language), methods=["POST"]),
        Route("/chat/erase", web.ask_erase),
        Route("/chat/erase", web.erase, methods=["POST"]),
        Route("/chat/events", news),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
        Route("/{tag}", web.consent),
        Route("/{tag}/start", web.start, methods=["POST"]),
    ]


def _card_routes(card: Card) -> list[BaseRoute]:
    return [Route("/{tag}/card", card.show), Route("/{tag}/card-worker.js", card.worker)]


def _middleware(web: Web, public_url: str) -> list[Middleware]:
    def too_large(scope: Scope) -> ASGIApp:
        return web.too_large(Request(scope))

    def broken(scope: Scope) -> ASGIApp:
        return web.broken(Request(scope))

    return [
        Middleware(SecureHeaders),
        Middleware(Faults, broken=broken),
        Middleware(SameOrigin, public_url=public_url),
        Middleware(BodyLimit, too_large=too_large),
    ]


def _lifespan(bell: Bell, pump: Pump) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        bell.attach(asyncio.get_running_loop())
        pump.start()
        yield
        pump.stop()

    return lifespan


def _http_error(web: Web) -> Callable[[Request, Exception], Response]:
    def handle(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404:
            return web.not_found(request)
        page = web.broken(request)
        page.status_code = status
        return page

    return handle
