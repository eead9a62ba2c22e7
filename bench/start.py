"""Time from nothing to the first answered message, and of a second start: ``python -m bench.start``.

Works in a fresh clone, with the packages in the caches of uv and pip, through ``make run``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import requests

from bench.results import ROOT, keep

_MOST_S = 900.0


def main() -> None:
    """Measure both starts and keep the figures."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "amparo"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = _start(clone, port=8123)
        second = _start(clone, port=8123)
    keep(
        "start",
        {
            "`make run` from nothing to the first answer": {"value": f"{first:.0f} s", "bar": "under 300 s"},
            "second start to the first answer": {"value": f"{second:.0f} s", "bar": "under 60 s"},
        },
    )


def _start(clone: Path, port: int) -> float:
    """Return the seconds until a message was answered."""
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL")},
        "AMPARO_PORT": str(port),
        "AMPARO_PUBLIC_URL": url,
    }
    began = time.monotonic()
    log = (clone / "run.log").open("ab")
    process = subprocess.Popen(
        ["make", "run"], cwd=clone, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    try:
        while not _is_answered(url):
            if process.poll() is not None or time.monotonic() - began > _MOST_S:
                raise RuntimeError((clone / "run.log").read_text(errors="replace")[-3000:])
            time.sleep(0.5)
        return time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        log.close()


def _is_answered(url: str) -> bool:
    try:
        if requests.get(f"{url}/health", timeout=3).status_code != 200:
            return False
        page = requests.Session().post(f"{url}/en/start", timeout=60)
    except requests.RequestException:
        return False
    return "Who can look at the device" in page.text


if __name__ == "__main__":
    main()
