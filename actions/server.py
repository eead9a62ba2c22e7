"""The action server: rasa_sdk's executor behind a shared secret, without its open routes.

rasa_sdk's own server answers anybody, allows every origin, and puts the whole conversation into
the answer and the log when an action fails.
"""

from __future__ import annotations

import hmac
import json
import zlib
from collections.abc import Sequence
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.base import BotAction
from actions.exposure import ActionExposureOutcome
from actions.forms import ActionRestart, ActionStopQuestions, ValidateExposureForm, ValidateProgressForm
from actions.guidance import ActionExplainMore, ActionGuidance, ActionProgress
from actions.handoff import (
    ActionAskCaseStatus,
    ActionExpressDistress,
    ActionReportDetained,
    ActionReportFamilyThreat,
    ActionRequestHuman,
)
from actions.steering import ActionChangeLanguage, ActionNotAsked, ActionNotUnderstood
from amparo import logs
from amparo.wiring import Services

ACTIONS: tuple[type[BotAction], ...] = (
    ValidateExposureForm,
    ValidateProgressForm,
    ActionGuidance,
    ActionProgress,
    ActionRestart,
    ActionStopQuestions,
    ActionExposureOutcome,
    ActionReportDetained,
    ActionReportFamilyThreat,
    ActionExpressDistress,
    ActionRequestHuman,
    ActionAskCaseStatus,
    ActionChangeLanguage,
    ActionExplainMore,
    ActionNotAsked,
    ActionNotUnderstood,
)


def create_app(services: Services, secrets: Sequence[str]) -> Starlette:
    """Return the server's application.

    Args:
        services: what the actions call.
        secrets: the accepted values of ``X-Amparo-Secret``.
    """
    executor = _Executor()
    for action in ACTIONS:
        executor.register_action(action(services))

    async def webhook(request: Request) -> Response:
        if not _is_ours(request.headers.get("x-amparo-secret", ""), secrets):
            return JSONResponse({"error": "forbidden"}, status_code=403)
        return await _run(executor, await request.body(), request.headers.get("content-encoding"))

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/webhook", webhook, methods=["POST"]), Route("/health", health)])


class _Executor(ActionExecutor):
    """Runs actions without a domain: ours read none, and Rasa would have to send it each time."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """Return no domain."""
        return {}


async def _run(executor: ActionExecutor, body: bytes, encoding: str | None) -> Response:
    try:
        call = json.loads(zlib.decompress(body) if encoding == "deflate" else body)
        result = await executor.run(call)
    except ActionExecutionRejection as rejection:
        return JSONResponse({"error": "rejected", "action_name": rejection.action_name}, status_code=400)
    except ActionNotFoundException:
        return JSONResponse({"error": "unknown action"}, status_code=404)
    except Exception as error:  # The conversation must stay out of answer and log: the class is enough.
        logs.event("action_failed", code=type(error).__name__)
        return JSONResponse({"error": "failed"}, status_code=500)
    return JSONResponse(result.model_dump() if result else None)


def _is_ours(given: str, secrets: Sequence[str]) -> bool:
    return any(hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()) for secret in secrets)
