"""The operator's register of those who help free of charge, from a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from amparo.domain.errors import BadHelpFile
from amparo.domain.helpers import Helper

_NAMES = Locale.parse("en")
# What CLDR has a name for, so that a slip such as "UK" is not shown to people as it stands.
_CODES: dict[str, Callable[[str], bool]] = {
    "countries": lambda code: len(code) == 2 and code in _NAMES.territories,
    "languages": lambda code: code in _NAMES.languages,
}
_FIELDS = ("name", "countries", "languages", "offers", "contact", "confirmed")


def read_helpers(path: Path) -> Sequence[Helper]:
    """Return the entries of the file; none when there is no file.

    Raises:
        BadHelpFile: the file is no list of entries as its head explains. The message names the entry
            and the field, for the operator.
    """
    if not path.exists():
        return ()
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadHelpFile(f"{path} is no YAML: {type(error).__name__}") from error
    if not isinstance(rows, list):
        raise BadHelpFile(f"{path} must hold a list of entries")
    return tuple(_helper(path, number, row) for number, row in enumerate(rows, 1))


def _helper(path: Path, number: int, row: Any) -> Helper:
    place = f"{path}, entry {number}"
    if not isinstance(row, dict) or set(row) != set(_FIELDS):
        raise BadHelpFile(f"{place}: it needs exactly {', '.join(_FIELDS)}")
    for name in ("name", "offers", "contact"):
        if not isinstance(row[name], str) or not row[name].strip():
            raise BadHelpFile(f"{place}: {name} must be text")
    for name, code in _CODES.items():
        if not isinstance(row[name], list) or not all(isinstance(item, str) and code(item) for item in row[name]):
            raise BadHelpFile(f"{place}: {name} must be a list of codes that exist, each in quotes")
    if row["confirmed"] is not None and type(row["confirmed"]) is not date:
        raise BadHelpFile(f"{place}: confirmed must be a day such as 2026-11-22, or null")
    return Helper(
        row["name"], tuple(row["countries"]), tuple(row["languages"]), row["offers"], row["contact"], row["confirmed"]
    )
