"""Where the files are that both applications serve."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("static_files")
