"""A reply key with its values: what a service answers instead of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One message to a person.

    ``values`` are plain (ISO dates, codes, numbers), as the catalogue declares them for ``key``.
    ``buttons`` are pairs of a catalogue key and a payload.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: tuple[tuple[str, str], ...] = ()
