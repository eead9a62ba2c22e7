"""Time of a turn through gateway, Rasa and action server, beside Rasa's default configuration.

Both are trained on the same data, and run one after the other behind the same gateway, action
server and store, so that only the configuration differs: ``python -m bench.turn``.
"""

from __future__ import annotations

import os
import secrets
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import requests

from amparo.language.languages import Language
from bench.results import ROOT, keep
from tests.live.product import MODEL, RASA, Product, running

_DEFAULT = ROOT / "var" / "bench" / "default.tar.gz"
_ROUNDS = 12
# Buttons and words, answers and side questions, as a person mixes them. All stay in the check.
_WORDS = ("what is a red notice?", "only me", "nobody is held", "how long does the CCF take?", "no travel", "no",
          "Turkey", "no, it was Kazakhstan", "I am still waiting for a decision", "there is an arrest warrant",
          "is it safe to travel?", "a lawyer told me")  # fmt: skip


def main() -> None:
    """Measure both and keep the figures."""
    _train_default()
    ours = _measure(None)
    default = _measure(_DEFAULT)
    keep(
        "turn",
        {
            "turn over HTTP, median": {"value": f"{ours[0]:.0f} ms", "bar": "under 60 ms"},
            "turn over HTTP, p95": {"value": f"{ours[1]:.0f} ms"},
            "the same with Rasa's default configuration, median": {"value": f"{default[0]:.0f} ms"},
            "ratio, ours to default": {"value": f"{ours[0] / default[0]:.2f}"},
        },
    )


def _train_default() -> None:
    if _DEFAULT.exists() and _DEFAULT.stat().st_mtime > MODEL.stat().st_mtime:
        return
    _DEFAULT.parent.mkdir(parents=True, exist_ok=True)
    print("Training Rasa's default configuration on the same data (some minutes) ...", flush=True)
    command = [str(RASA), "-W", "ignore", "-m", "bot", "train", "--config", "bench/default_config.yml"]
    command += ["--fixed-model-name", "default", "--out", str(_DEFAULT.parent)]
    environment = {**os.environ, "TQDM_DISABLE": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    subprocess.run(command, cwd=ROOT, check=True, env=environment, capture_output=True)


def _measure(model: Path | None) -> tuple[float, float]:
    """Return median and 95th percentile in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), model=model) as product:
        _talk(product)  # The first talk after a start loads what is loaded lazily.
        times = sorted(taken for _ in range(_ROUNDS) for taken in _talk(product))
    return statistics.median(times), times[int(len(times) * 0.95)]


def _talk(product: Product) -> list[float]:
    session = requests.Session()
    session.post(f"{product.url}/{Language.EN.value}/start", timeout=120)
    return [_turn(session, product.url, word) for word in _WORDS]


def _turn(session: requests.Session, url: str, text: str) -> float:
    data = {"text": text, "nonce": secrets.token_hex(8)}
    began = time.perf_counter()
    answer = session.post(f"{url}/chat", data=data, timeout=120, allow_redirects=False)
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 303:
        raise RuntimeError(f"a turn ended with {answer.status_code}")
    return taken


if __name__ == "__main__":
    main()
