"""Starts the gateway: ``python -m amparo.gateway``."""

from __future__ import annotations

import threading
import time

import uvicorn

from amparo import logs
from amparo.gateway.app import create_app
from amparo.gateway.assistant import PrivateAssistant
from amparo.replies.wording import word
from amparo.services.turns import Turns
from amparo.settings import Settings
from amparo.wiring import wire


def main() -> None:
    """Wire the parts, say where to look once the assistant answers, and listen."""
    logs.configure()
    wired = wire()
    settings = wired.settings
    assistant = PrivateAssistant(settings.assistant_url, wired.keyring.secret("channel"), settings.assistant_timeout_s)

    def turns() -> Turns:
        return Turns(wired.store, assistant, wired.services.clock, word)

    app = create_app(
        settings, wired.services.conversations, turns, wired.keyring.all_secrets("cookie"), assistant.is_ready
    )
    threading.Thread(target=_announce, args=(settings, assistant), daemon=True).start()
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False, server_header=False)


def _announce(settings: Settings, assistant: PrivateAssistant) -> None:
    while not assistant.is_ready():
        time.sleep(0.5)
    print(f"\nAmparo is ready.\n  Chat page: {settings.public_url}", flush=True)
    print(f"  Console:   http://{settings.console_host}:{settings.console_port}\n", flush=True)


if __name__ == "__main__":
    main()
