"""Measures pipelines on the same data and the same held-out utterances; Rasa's default among them.

Run with Rasa's environment: ``.venv-rasa/bin/python -m bench.candidates [name ...]``. Each candidate
trains in a process of its own, so that time and memory are its own. The data is a part of ours, since
Rasa's default needs hours for the whole.
"""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from bench import measures
from bench.heldout import utterances
from bench.measures import Guess

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).with_name("candidates")
RESULT = ROOT / "bench" / "results" / "candidates.json"
# Of an intent and language.
_EXAMPLES = 2
_THRESHOLD = 0.45


def main() -> None:
    """Measure the named candidates, or all, and keep the table."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(asyncio.run(_measure(Path(sys.argv[2]), Path(sys.argv[3])))))
        return
    table = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "nlu.yml"
        data.write_text(_part_of_the_data(), encoding="utf-8")
        for config in sorted(FOLDER.glob("*.yml")):
            if sys.argv[1:] and config.stem not in sys.argv[1:]:
                continue
            table[config.stem] = _in_a_process(config, data)
            RESULT.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
            print(config.stem, json.dumps(table[config.stem]))


def _in_a_process(config: Path, data: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.candidates", "--one", str(config), str(data)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=ROOT,
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


async def _measure(config: Path, data: Path) -> dict[str, Any]:
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu
    from rasa.utils.log_utils import configure_structlog

    # Without it Rasa prints every message that it parses.
    configure_structlog(logging.ERROR)

    with tempfile.TemporaryDirectory() as folder:
        before, began = _cpu_s(), time.monotonic()
        model = train_nlu(str(config), str(data), folder, fixed_model_name="candidate")
        trained = {"train_cpu_s": round(_cpu_s() - before), "train_wall_s": round(time.monotonic() - began)}
        agent = Agent.load(model)
        guesses, times = [], []
        for said in utterances():
            began = time.perf_counter()
            parsed = await agent.parse_message(said.text)
            times.append((time.perf_counter() - began) * 1000)
            ranking = [(r["name"], r["confidence"]) for r in parsed["intent_ranking"] if r["name"] != "nlu_fallback"]
            guesses.append(Guess(said, ranking or [("nlu_fallback", 0.0)]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {**_quality(guesses), **trained, **_speed(times), "peak_mb": memory}


def _quality(guesses: list[Guess]) -> dict[str, Any]:
    languages = sorted({g.said.language for g in guesses})
    return {
        "accuracy": round(measures.accuracy(guesses), 3),
        **{tag: round(measures.accuracy([g for g in guesses if g.said.language == tag]), 3) for tag in languages},
        "top3": round(measures.accuracy(guesses, 3), 3),
        "macro_f1": round(measures.macro_f1(guesses), 3),
        "calibration_error": round(measures.calibration_error(guesses), 3),
        "out_of_scope_answered": round(measures.answered_out_of_scope(guesses, _THRESHOLD), 3),
    }


def _speed(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "parse_ms": round(statistics.median(ordered), 1),
        "parse_p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _part_of_the_data() -> str:
    """Return every few examples of each intent and language, so that all styles are in."""
    blocks = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = block["examples"].splitlines()
            chosen = lines[:: max(1, len(lines) // _EXAMPLES)][:_EXAMPLES]
            blocks.append({"intent": block["intent"], "examples": "\n".join(chosen) + "\n"})
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True)


if __name__ == "__main__":
    main()
