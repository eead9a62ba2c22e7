"""Rasa's command line with our hardening: ``python -m bot run ...``, ``python -m bot train ...``."""

from __future__ import annotations

import sys

from bot import environment


def main() -> None:
    """Prepare the environment, change what must be changed, and hand over to Rasa."""
    environment.prepare()
    if len(sys.argv) > 1 and sys.argv[1] == "run":
        from bot import harden

        harden.install()
    from rasa.__main__ import main as rasa

    sys.argv[0] = "rasa"
    rasa()


if __name__ == "__main__":
    main()
