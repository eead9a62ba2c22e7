"""The report on understanding that a person can read: one HTML file with its plots inside."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import matplotlib

from bench import measures
from bench.measures import Guess

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402

_MOST_CONFUSIONS = 40
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #bbb;padding:.25rem .6rem;text-align:start}
td.n{text-align:end;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}"""


def write(guesses: Sequence[Guess], sure: float, path: Path) -> None:
    """Write the report."""
    date = datetime.now(timezone.utc).date().isoformat()
    parts = [
        f"<h1>What the assistant understands</h1><p>{date}. {len(guesses)} utterances that were never trained on, "
        "in nine languages, written from the contract of intents by writers who had not seen the training data. "
        "All are machine-written and read by nobody yet.</p>",
        "<h2>By language</h2>",
        _table(_group(guesses, lambda g: g.said.language), "language"),
        "<h2>By style</h2>",
        _table(_group(guesses, lambda g: g.said.style), "style"),
        "<h2>How sure, and how often right</h2><p>On the line, of the messages of which the model is 80 % sure, "
        "80 % are right.</p>",
        _plot(_calibration, guesses),
        "<h2>What a threshold does</h2><p>Below the threshold the assistant asks “did you mean ...?”. "
        f"The dotted line is the one in use, {sure}.</p>",
        _plot(_threshold, guesses, sure),
        "<h2>Recall of intents that must not be missed</h2>",
        _recall(guesses),
        "<h2>By intent</h2>",
        _table(_group(guesses, lambda g: g.said.intent), "intent"),
        "<h2>What is taken for what</h2>",
        _confusions(guesses),
    ]
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>Understanding</title><style>{_STYLE}</style>"
    path.write_text(page + "\n".join(parts) + "</html>\n", encoding="utf-8")


def _group(guesses: Sequence[Guess], of: Any) -> dict[str, list[Guess]]:
    groups: dict[str, list[Guess]] = {"all": list(guesses)}
    for guess in guesses:
        groups.setdefault(of(guess), []).append(guess)
    return groups


def _table(groups: dict[str, list[Guess]], name: str) -> str:
    head = "".join(f"<th>{title}" for title in (name, "utterances", "right", "among three", "calibration error"))
    rows = []
    for key, some in groups.items():
        shares = (measures.accuracy(some), measures.accuracy(some, 3), measures.calibration_error(some))
        cells = "".join(f"<td class=n>{share:.3f}" for share in shares)
        rows.append(f"<tr><td>{html.escape(key)}<td class=n>{len(some)}{cells}")
    return f"<table><tr>{head}{''.join(rows)}</table>"


def _recall(guesses: Sequence[Guess]) -> str:
    languages = sorted({g.said.language for g in guesses})
    head = "".join(f"<th>{name}" for name in ("intent", "all", *languages))
    rows = []
    for intent in measures.URGENT:
        parts = [guesses, *([g for g in guesses if g.said.language == tag] for tag in languages)]
        cells = "".join(f"<td class=n>{measures.recall(part, intent):.2f}" for part in parts)
        rows.append(f"<tr><td>{intent}{cells}")
    return f"<table><tr>{head}{''.join(rows)}</table>"


def _confusions(guesses: Sequence[Guess]) -> str:
    rows = "".join(
        f"<tr><td>{meant}<td>{taken}<td class=n>{count}"
        for meant, taken, count in measures.confusions(guesses)[:_MOST_CONFUSIONS]
    )
    return f"<table><tr><th>meant<th>understood as<th>times{rows}</table>"


def _plot(draw: Any, *values: Any) -> str:
    figure, axes = pyplot.subplots(figsize=(7, 4))
    draw(axes, *values)
    figure.tight_layout()
    out = io.StringIO()
    # Without a date the same figures give the same file.
    figure.savefig(out, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    return out.getvalue()[out.getvalue().index("<svg") :]


def _calibration(axes: Any, guesses: Sequence[Guess]) -> None:
    bins = measures.reliability(guesses)
    axes.plot([0, 1], [0, 1], color="#999", linestyle=":")
    axes.plot([b[0] for b in bins], [b[1] for b in bins], marker="o", color="#0b5fa5")
    axes.set_xlabel("how sure")
    axes.set_ylabel("share right")


def _threshold(axes: Any, guesses: Sequence[Guess], sure: float) -> None:
    steps = [step / 50 for step in range(50)]
    answered = [measures.answered(guesses, step) for step in steps]
    axes.plot(steps, [a[0] for a in answered], label="in scope, answered at once", color="#0b5fa5")
    axes.plot(steps, [a[1] for a in answered], label="of these, rightly", color="#2a7d2a")
    outside = [measures.answered_out_of_scope(guesses, step) for step in steps]
    axes.plot(steps, outside, label="out of scope, answered as if understood", color="#b03030")
    axes.axvline(sure, color="#999", linestyle=":")
    axes.set_xlabel("threshold")
    axes.legend()
