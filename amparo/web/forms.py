"""A form post for a plain handler, which runs in a thread since the stores wait for the disk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

FormHandler = Callable[[Request, dict[str, str]], Response]
# The largest form of ours has three fields.
_MOST_FIELDS = 10


def form(handler: FormHandler) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that reads the fields and calls the handler with them."""

    async def endpoint(request: Request) -> Response:
        try:
            given = await request.form(max_files=0, max_fields=_MOST_FIELDS)
        except ClientDisconnect:
            return Response(status_code=400)
        fields = {name: value for name, value in given.items() if isinstance(value, str)}
        return await run_in_threadpool(handler, request, fields)

    return endpoint
