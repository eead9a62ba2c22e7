"""Commands for those who write and translate the wording: ``python -m amparo.content --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from amparo.content.check import add_check
from amparo.content.po import add_export, add_import

# Each adds one command, and sets what it runs as ``run``: arguments in, exit code out.
_COMMANDS = (add_check, add_export, add_import)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="amparo.content", description="Commands for the wording of replies.")
    commands = parser.add_subparsers(dest="command", required=True)
    for add in _COMMANDS:
        add(commands)
    given = parser.parse_args(arguments)
    code: int = given.run(given)
    return code


if __name__ == "__main__":
    sys.exit(main())
