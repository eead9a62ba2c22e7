"""New messages for an open page, as server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from amparo.domain.errors import UnknownConversation
from amparo.gateway.web import Web

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


async def events(request: Request, web: Web, bell: Bell) -> Response:
    """Return the stream of a conversation: messages after a position, and the status line."""
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


def event(kind: str, data: str, position: int | None = None) -> bytes:
    """Return one server-sent event."""
    number = f"id: {position}\n" if position is not None else ""
    return f"event: {kind}\n{number}data: {json.dumps(data)}\n\n".encode()
