"""Keeps what was measured, with machine, versions and date, and writes the README's table."""

from __future__ import annotations

import json
import os
import platform
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_FOLDER = ROOT / "bench" / "results"
_BEGIN, _END = "<!-- figures: begin, written by `make bench` -->", "<!-- figures: end -->"


def keep(name: str, figures: dict[str, Any], more: dict[str, Any] | None = None) -> None:
    """Write one result, print it, and bring the README up to date. ``more`` is kept beside it and not shown."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    result = {"figures": figures, "machine": _machine(), "date": datetime.now(timezone.utc).date().isoformat()}
    result |= more or {}
    (_FOLDER / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    write_readme()


def write_readme() -> None:
    """Put the figures of all results between the README's marks."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(_BEGIN)
    tail = rest.split(_END)[1]
    readme.write_text(f"{head}{_BEGIN}\n{table()}\n{_END}{tail}", encoding="utf-8")


def table() -> str:
    """Return the table of all figures."""
    lines = ["| measured | figure | bar | date |", "| --- | --- | --- | --- |"]
    for path in sorted(_FOLDER.glob("*.json")):
        result = json.loads(path.read_text(encoding="utf-8"))
        # The table of candidates has a form of its own.
        for name, row in result.get("figures", {}).items():
            lines.append(f"| {name} | {row['value']} | {row.get('bar', '')} | {result['date']} |")
    return "\n".join(lines)


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "rasa": "3.6.21",
        "rasa-sdk": version("rasa-sdk"),
        "sqlalchemy": version("sqlalchemy"),
    }
