"""Starts the real processes on free ports with a database and a key of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from amparo.sealing import read_keyring
from amparo.services.ports import Store
from amparo.settings import Settings
from amparo.store.database import SqlStore, connect
from amparo.wiring import Services, services_over

ROOT = Path(__file__).parents[2]
RASA = ROOT / ".venv-rasa" / "bin" / "python"
MODEL = ROOT / "models" / "amparo.tar.gz"
_START_S = 180.0


@dataclass
class Product:
    """The running product: addresses, processes, and a way to look into its store."""

    folder: Path
    url: str
    console_url: str
    environment: dict[str, str]
    store: Store
    services: Services
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one process; its output goes to a file of its name."""
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            _command(name, self.environment), cwd=ROOT, env=self.environment, stdout=log, stderr=log
        )
        log.close()

    def kill(self, name: str) -> None:
        """Kill one process as a power cut would."""
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait(30)

    def stop(self) -> None:
        """End all processes."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)

    def logs(self) -> str:
        """Return all that the processes wrote."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def wait_until_ready(self) -> None:
        """Return when the assistant answers; raise with the logs when it does not come."""
        ends = time.monotonic() + _START_S
        while time.monotonic() < ends:
            if _answers(f"{self.url}/health") and _answers(f"{self.console_url}/sign-in"):
                return
            dead = [name for name, process in self.processes.items() if process.poll() is not None]
            if dead:
                raise RuntimeError(f"{dead} ended:\n{self.logs()[-3000:]}")
            time.sleep(0.3)
        raise RuntimeError(f"not ready in {_START_S} s:\n{self.logs()[-3000:]}")


@contextmanager
def running(folder: Path, database_url: str | None = None, model: Path | None = None) -> Iterator[Product]:
    """Start the product in a folder, and end it."""
    product = prepare(folder, database_url)
    product.environment["MODEL"] = str(model or MODEL)
    try:
        for name in ("assistant", "actions", "gateway", "console", "worker"):
            product.start(name)
        product.wait_until_ready()
        yield product
    finally:
        product.stop()


def prepare(folder: Path, database_url: str | None = None) -> Product:
    """Make key and database, and choose ports."""
    ports = [_free_port() for _ in range(4)]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url or f"sqlite:///{folder}/amparo.db",
        "AMPARO_KEY_FILE": str(folder / "keys" / "installation.keys"),
        "AMPARO_PORT": str(ports[0]),
        "AMPARO_PUBLIC_URL": f"http://127.0.0.1:{ports[0]}",
        "AMPARO_CONSOLE_PORT": str(ports[1]),
        "AMPARO_ACTIONS_PORT": str(ports[2]),
        "AMPARO_ACTIONS_URL": f"http://127.0.0.1:{ports[2]}/webhook",
        "AMPARO_ASSISTANT_URL": f"http://127.0.0.1:{ports[3]}",
        "ASSISTANT_PORT": str(ports[3]),
        "AMPARO_MESSAGES_PER_MINUTE": "10000",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "-m", "amparo.cli", "init"], cwd=ROOT, env=environment, check=True)
    settings = Settings(
        _env_file=None, database_url=environment["DATABASE_URL"], key_file=Path(environment["AMPARO_KEY_FILE"])
    )
    engine = connect(environment["DATABASE_URL"])
    store = SqlStore(engine, read_keyring(settings.key_file))
    from amparo.clock import now

    return Product(
        folder,
        environment["AMPARO_PUBLIC_URL"],
        f"http://127.0.0.1:{ports[1]}",
        environment,
        store,
        services_over(store, now, ROOT / "help.yml"),
    )


def _command(name: str, environment: dict[str, str]) -> list[str]:
    if name == "assistant":
        start = [str(RASA), "-W", "ignore", "-m", "bot", "run", "--interface", "127.0.0.1"]
        return [*start, "--port", environment["ASSISTANT_PORT"], "--model", environment.get("MODEL", str(MODEL))]
    modules = {
        "gateway": "amparo.gateway",
        "actions": "actions",
        "console": "amparo.console",
        "worker": "amparo.worker",
    }
    return [sys.executable, "-m", modules[name]]


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=3).status_code == 200
    except requests.RequestException:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
