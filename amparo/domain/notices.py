"""Kinds of INTERPOL alert and what each is for."""

from __future__ import annotations

from enum import Enum


class AlertKind(Enum):
    """Kinds of alert that can concern a person who is looked for.

    Source: INTERPOL Rules on the Processing of Data [III/IRPD/GA/2011 (2025)], articles 1(13),
    1(14), 82, 88; for stolen and lost travel documents INTERPOL's page "Look after your travel
    document". Read 2026-11-22.
    """

    RED_NOTICE = "red_notice"
    DIFFUSION = "diffusion"
    BLUE_NOTICE = "blue_notice"
    STOLEN_DOCUMENT = "stolen_document"
