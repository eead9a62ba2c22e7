"""Starts the action server on loopback: ``python -m actions``."""

from __future__ import annotations

import uvicorn

from actions.server import create_app
from amparo import logs
from amparo.wiring import wire


def main() -> None:
    """Wire the services and listen."""
    logs.configure()
    wired = wire()
    app = create_app(wired.services, wired.keyring.all_secrets("actions"))
    uvicorn.run(app, host="127.0.0.1", port=wired.settings.actions_port, log_config=None, access_log=False)


if __name__ == "__main__":
    main()
