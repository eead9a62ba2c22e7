"""How well the trained model understands utterances that it has never seen: ``make nlu``.

Runs in Rasa's environment. Writes ``bench/results/nlu.json`` (what CI compares with) and
``bench/results/nlu.html`` (what a person reads).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from amparo.language.normalise import words
from bench import measures
from bench.heldout import FOLDER, Utterance, utterances
from bench.measures import Guess
from bench.results import ROOT, keep

RESULT = ROOT / "bench" / "results" / "nlu.json"
MODEL = ROOT / "models" / "amparo.tar.gz"
# Words that tell most of an intent in a language; an utterance without any of them says it another way.
_KEYWORDS = 5
_WARM_UP = 20
_SHORT = ("short", "plain")


def main() -> None:
    """Measure the model and keep the figures and the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--heldout", type=Path, default=FOLDER)
    parser.add_argument("--only-print", action="store_true", help="keep nothing")
    chosen = parser.parse_args()
    guesses, times, memory = asyncio.run(guess(chosen.model, utterances(chosen.heldout)))
    found = figures(guesses, threshold())
    rows = {**_rows(found), **_costs(times, memory)}
    if chosen.only_print:
        print(json.dumps({"figures": rows, **found}, indent=1))
        return
    from bench.nlu_report import write

    keep("nlu", rows, more=found)
    write(guesses, threshold(), RESULT.with_suffix(".html"))


async def guess(model: Path, said: Sequence[Utterance]) -> tuple[list[Guess], list[float], int]:
    """Return what the model makes of each utterance, the milliseconds for each, and the memory in MB."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    # Without it Rasa prints every message that it parses, which takes longer than to understand it.
    configure_structlog(logging.ERROR)
    agent = Agent.load(str(model))
    for utterance in said[:_WARM_UP]:
        await agent.parse_message(utterance.text)
    guesses, times = [], []
    for utterance in said:
        began = time.perf_counter()
        parsed = await agent.parse_message(utterance.text)
        times.append((time.perf_counter() - began) * 1000)
        ranking = [(r["name"], r["confidence"]) for r in parsed["intent_ranking"] if r["name"] != "nlu_fallback"]
        guesses.append(Guess(utterance, ranking))
    return guesses, times, _memory_mb()


def figures(guesses: Sequence[Guess], sure: float) -> dict[str, Any]:
    """Return all measures, by language too. ``sure`` is the threshold from which a message is answered."""
    telling = keywords()
    oblique = [g for g in guesses if not telling[g.said.language, g.said.intent] & set(words(g.said.text))]
    short = [g for g in guesses if g.said.style in _SHORT]
    inside, right = measures.answered(guesses, sure)
    return {
        "utterances": len(guesses),
        "accuracy": _by_language(guesses, measures.accuracy),
        "accuracy_short_and_plain": _by_language(short, measures.accuracy),
        "accuracy_without_keyword": _by_language(oblique, measures.accuracy),
        "top3": _by_language(guesses, lambda some: measures.accuracy(some, 3)),
        "macro_f1": _by_language(guesses, measures.macro_f1),
        "calibration_error": round(measures.calibration_error(guesses), 3),
        "urgent_recall": {intent: round(measures.recall(guesses, intent), 3) for intent in measures.URGENT},
        "out_of_scope_answered": _by_language(guesses, lambda some: measures.answered_out_of_scope(some, sure)),
        "answered": round(inside, 3),
        "answered_rightly": round(right, 3),
    }


def keywords() -> dict[tuple[str, str], frozenset[str]]:
    """Return the most telling words of each language and intent in the training data."""
    found = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        language = path.name.split(".")[-2]
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [frozenset(words(line[2:])) for line in block["examples"].splitlines()]
            found[language, block["intent"]] = Counter(word for line in lines for word in line)
    everywhere = {
        language: sum((count for (tag, _), count in found.items() if tag == language), Counter[str]())
        for language, _ in found
    }
    return {key: _most_telling(count, everywhere[key[0]]) for key, count in found.items()}


def threshold() -> float:
    """Return the sureness from which a message is answered without asking, as configured."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return float(next(part["threshold"] for part in pipeline if part["name"] == "FallbackClassifier"))


def _most_telling(here: Counter[str], everywhere: Counter[str]) -> frozenset[str]:
    # Seen often here and seldom elsewhere: the share of the word's uses, times the root of its uses.
    ranked = sorted(here, key=lambda word: -(here[word] / everywhere[word]) * here[word] ** 0.5)
    return frozenset(ranked[:_KEYWORDS])


def _by_language(guesses: Sequence[Guess], measure: Any) -> dict[str, float]:
    languages = sorted({g.said.language for g in guesses})
    parts = {tag: round(measure([g for g in guesses if g.said.language == tag]), 3) for tag in languages}
    return {"all": round(measure(guesses), 3), **parts}


def _rows(found: dict[str, Any]) -> dict[str, Any]:
    count = found["utterances"]
    return {
        f"right intent, {count} held-out utterances, all": {"value": found["accuracy"]["all"]},
        "right intent, weakest language": {"value": _weakest(found["accuracy"]), "bar": "0.85"},
        "right intent, short and plain, weakest language": {
            "value": _weakest(found["accuracy_short_and_plain"]),
            "bar": "0.92",
        },
        "right intent among three, weakest language": {"value": _weakest(found["top3"]), "bar": "0.95"},
        "right intent, said without the usual words": {"value": found["accuracy_without_keyword"]["all"]},
        "recall of urgent intents, lowest": {"value": min(found["urgent_recall"].values()), "bar": "0.97"},
        "out of scope, answered as if understood": {
            "value": found["out_of_scope_answered"]["all"],
            "bar": "0.10 or less",
        },
        "calibration error": {"value": found["calibration_error"], "bar": "0.05 or less"},
    }


def _weakest(shares: dict[str, float]) -> str:
    tag = min((t for t in shares if t != "all"), key=lambda t: shares[t])
    return f"{shares[tag]} ({tag})"


def _costs(times: Sequence[float], memory: int) -> dict[str, Any]:
    p95 = statistics.quantiles(times, n=20)[-1]
    return {
        "understanding a message, median": {"value": f"{statistics.median(times):.1f} ms", "bar": "under 15 ms"},
        "understanding a message, p95": {"value": f"{p95:.1f} ms", "bar": "under 30 ms"},
        "memory with the model loaded": {"value": f"{memory} MB", "bar": "under 850 MB"},
    }


def _memory_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


if __name__ == "__main__":
    main()
