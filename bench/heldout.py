"""Utterances never trained on, written from the contract of intents alone by writers who had not seen the data."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("heldout")


@dataclass(frozen=True)
class Utterance:
    """What somebody may type, its language, its style and the intent that it has."""

    language: str
    intent: str
    style: str
    text: str


def utterances(folder: Path = FOLDER) -> list[Utterance]:
    """Return all utterances, by language.

    Raises:
        KeyError: a file lacks a column.
    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [Utterance(path.stem, row["intent"], row["style"], row["text"]) for row in rows]
    return found
