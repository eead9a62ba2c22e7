"""The commands that write a language's texts as a PO file, and read one back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from amparo.clock import now
from amparo.content.po_export import export
from amparo.content.po_import import Fault, Import, Refused, judge, write
from amparo.content.po_slots import LOCALES
from amparo.content.rewriting import NotRewritten, write_together
from amparo.language.languages import Language
from amparo.replies.register import reviews

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_export(subparsers: Subparsers) -> None:
    """Add the command that writes a PO file."""
    command = subparsers.add_parser("export", help="write the texts of a language as a PO file for a translator")
    command.add_argument("language", type=Language, metavar="LANG", help=", ".join(one.value for one in Language))
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the standard output if left out")
    command.set_defaults(run=run_export)


def add_import(subparsers: Subparsers) -> None:
    """Add the command that reads a PO file."""
    command = subparsers.add_parser("import", help="write the texts of a PO file into the locale files")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--language", type=Language, metavar="LANG", help="refuse a file in another language")
    command.set_defaults(run=run_import)


def run_export(given: argparse.Namespace) -> int:
    """Carry the command out and return the exit code."""
    data = export(given.language, now())
    if given.file is None:
        sys.stdout.write(data.decode())
    else:
        write_together({given.file: data.decode()})
    return 0


def run_import(given: argparse.Namespace, locales: Path = LOCALES) -> int:
    """Carry the command out, say what changed, and return the exit code."""
    try:
        found = judge(given.file.read_bytes(), locales, given.language)
        write(found, locales)
    except Refused as refused:
        _say("Nothing was written. The file is refused:", (_line(fault) for fault in refused.faults))
        return 1
    except NotRewritten as broken:
        _say(f"Nothing was written. {broken}.", ())
        return 1
    except OSError as error:
        _say(f"Nothing was written. {given.file}: {error.strerror}", ())
        return 1
    _tell(found)
    return 0


def _tell(found: Import) -> None:
    if found.fuzzy:
        _say("Marked as fuzzy and not imported; the old text stays:", found.fuzzy)
    if not found.changed:
        _say("No text has changed, and no file was written.", ())
        return
    _say(f"Changed in {found.language.value}:", found.changed)
    review = reviews().get(found.language.value)
    if review is not None:
        _say(f"{review.by} signed the older words on {review.on}. Have {found.language.value} signed again.", ())
    _say("Now run `make content`: it checks the new words.", ())


def _say(head: str, lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join((head, *(f"  {line}" for line in lines))) + "\n")


def _line(fault: Fault) -> str:
    return f"{fault.key}: {fault.what}" if fault.key else fault.what
