"""Starts the console: ``python -m amparo.console``."""

from __future__ import annotations

import uvicorn

from amparo import logs
from amparo.console.app import create_app
from amparo.wiring import wire


def main() -> None:
    """Wire the parts and listen."""
    logs.configure()
    wired = wire()
    settings = wired.settings
    url = f"http://{settings.console_host}:{settings.console_port}"
    app = create_app(wired.services, wired.keyring.all_secrets("staff"), url)
    uvicorn.run(
        app,
        host=settings.console_host,
        port=settings.console_port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
