"""The operator's commands: ``python -m amparo.cli --help``."""

from __future__ import annotations

import argparse
import getpass
import secrets
import socket
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from amparo import logs
from amparo.domain.errors import BadHelpFile, MissingKey
from amparo.sealing import make_key_file
from amparo.services.staff import LONGEST_NAME, LONGEST_PASSWORD, SHORTEST_PASSWORD
from amparo.settings import Settings
from amparo.store.database import connect
from amparo.store.help_file import read_helpers
from amparo.store.migrate import upgrade
from amparo.wiring import wire

# Shown once on the terminal; long enough that nobody guesses it.
_PASSWORD_BYTES = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    logs.configure()
    parser = argparse.ArgumentParser(prog="amparo", description="Amparo's commands for operators.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("init", help="make the key and the database, once; make nothing anew")
    add = commands.add_parser("staff-add", help="make an account for the console, or set its password anew")
    add.add_argument("name")
    add.add_argument("--ask", action="store_true", help="type the password instead of having one made")
    forget = commands.add_parser("forget", help="erase a conversation by its id")
    forget.add_argument("conversation")
    commands.add_parser("ports", help="say which of our ports are taken by somebody else")
    given = parser.parse_args(arguments)
    run = {"init": _init, "staff-add": _staff_add, "forget": _forget, "ports": _ports}[given.command]
    try:
        return run(given)
    except MissingKey:
        print(f"There is no readable key in {Settings().key_file}. Run: make setup", file=sys.stderr)
        return 1
    except BadHelpFile as error:
        print(f"The register of helpers cannot be used. {error}", file=sys.stderr)
        return 1


def _init(_: argparse.Namespace) -> int:
    settings = Settings()
    if make_key_file(settings.key_file):
        print(f"Made a key: {settings.key_file}. Keep a copy: without it nothing stored can be read.")
    upgrade(connect(settings.database_url))
    read_helpers(settings.help_file)
    return 0


def _staff_add(given: argparse.Namespace) -> int:
    name = given.name.strip()
    if not name or len(name) > LONGEST_NAME:
        print("The name needs 1 to 64 characters.", file=sys.stderr)
        return 2
    password = getpass.getpass("Password: ") if given.ask else secrets.token_urlsafe(_PASSWORD_BYTES)
    if not SHORTEST_PASSWORD <= len(password.strip()) <= LONGEST_PASSWORD:
        print(f"The password needs at least {SHORTEST_PASSWORD} letters.", file=sys.stderr)
        return 2
    wire().services.staff.add(name, password)
    if not given.ask:
        print(f"Account {name}, password {password} (shown only now).")
    return 0


def _forget(given: argparse.Namespace) -> int:
    wire().services.conversations.erase(given.conversation)
    print("Erased.")
    return 0


def _ports(_: argparse.Namespace) -> int:
    settings = Settings()
    wanted = {
        "AMPARO_PORT": (settings.host, settings.port),
        "AMPARO_CONSOLE_PORT": (settings.console_host, settings.console_port),
        "AMPARO_ACTIONS_PORT": ("127.0.0.1", settings.actions_port),
        "the assistant's port": ("127.0.0.1", urlsplit(settings.assistant_url).port or 5005),
    }
    taken = [f"{name} ({address[1]})" for name, address in wanted.items() if not _is_free(address)]
    if taken:
        print(f"In use by another program: {', '.join(taken)}. End it, or choose another.", file=sys.stderr)
    return 1 if taken else 0


def _is_free(address: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
