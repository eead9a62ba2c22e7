"""What every answer carries and every request must pass: headers, origin, size, pace."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from amparo import logs

# Enough for the longest message in any script, with room to give back what was too long.
MOST_BYTES = 256 * 1024

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # same-origin, not no-referrer: with the latter browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecureHeaders:
    """Adds the headers, and forbids every cache to keep a page."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress the answer."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, dressed)


class Faults:
    """Answers with a page when a handler fails; inside the headers, which a fault's page needs too."""

    def __init__(self, app: ASGIApp, broken: Callable[[Scope], ASGIApp]) -> None:
        """Wrap an application; ``broken`` gives the page."""
        self._app = app
        self._broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; log the class of what failed, never its text."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            logs.event("request_failed", code=type(error).__name__)
            if scope["type"] != "http" or started:
                raise
            await self._broken(scope)(scope, receive, send)


class SameOrigin:
    """Refuses a form that another site sent."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        """Wrap an application; its own origin is the public address."""
        self._app = app
        self._public = public_url.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass what comes from ourselves or only reads."""
        if (
            scope["type"] == "http"
            and scope["method"] not in ("GET", "HEAD")
            and not self._is_own(Headers(scope=scope))
        ):
            await _refuse(send, 403)
            return
        await self._app(scope, receive, send)

    def _is_own(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is not None:
            host = headers.get("host", "")
            return origin in (self._public, f"https://{host}", f"http://{host}")
        return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


class BodyLimit:
    """Refuses a body that is too large, before it is read whole."""

    def __init__(self, app: ASGIApp, too_large: Callable[[Scope], ASGIApp]) -> None:
        """Wrap an application; ``too_large`` gives the page that says so."""
        self._app = app
        self._too_large = too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read up to the limit, then hand on what was read."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        if body is None:
            await self._too_large(scope)(scope, receive, send)
            return
        await self._app(scope, _given(body), send)


class Pace:
    """How many messages one conversation may send in a minute; kept in memory only."""

    def __init__(self, most: int, window_s: float = 60.0, now: Callable[[], float] = time.monotonic) -> None:
        """Set how many are allowed in a window of time."""
        self._most = most
        self._window_s = window_s
        self._now = now
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def allows(self, conversation_id: str) -> bool:
        """Return whether one more message is allowed, and count it."""
        now = self._now()
        recent = [at for at in self._seen.pop(conversation_id, []) if now - at < self._window_s]
        allowed = len(recent) < self._most
        self._seen[conversation_id] = [*recent, now] if allowed else recent
        while len(self._seen) > 10_000:
            self._seen.popitem(last=False)
        return allowed


async def _read(receive: Receive) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BYTES:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _given(body: bytes) -> Receive:
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Forbidden"})
