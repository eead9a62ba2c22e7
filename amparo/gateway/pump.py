"""Works through conversations in threads: one at a time each, many side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from amparo import logs
from amparo.services.turns import Turns

_THREADS = 8
# What was left by a crash, or while the assistant was away, is taken up within this time.
_SWEEP_S = 2.0


class Pump:
    """Takes waiting messages on, when woken and by sweeping."""

    def __init__(self, turns: Turns, notify: Callable[[str], None]) -> None:
        """Keep the service and whom to tell that a conversation has moved."""
        self._turns = turns
        self._notify = notify
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="turn")
        self._running: dict[str, Future[None]] = {}
        self._again: set[str] = set()
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to sweep."""
        threading.Thread(target=self._sweep, name="sweep", daemon=True).start()

    def stop(self) -> None:
        """Stop sweeping and let running turns end."""
        self._stopped.set()
        self._pool.shutdown(wait=True)

    def wake(self, conversation_id: str) -> Future[None]:
        """Work on a conversation soon; the future ends when nothing of it waits any more."""
        with self._lock:
            running = self._running.get(conversation_id)
            if running is not None:
                self._again.add(conversation_id)
                return running
            future = self._pool.submit(self._work, conversation_id)
            self._running[conversation_id] = future
            return future

    def _work(self, conversation_id: str) -> None:
        while True:
            try:
                self._turns.work(conversation_id)
            except Exception as error:  # One conversation's trouble must not end the thread; the sweep tries again.
                logs.event("turn_error", code=type(error).__name__)
            self._notify(conversation_id)
            with self._lock:
                if conversation_id not in self._again:
                    del self._running[conversation_id]
                    return
                self._again.discard(conversation_id)

    def _sweep(self) -> None:
        while not self._stopped.wait(_SWEEP_S):
            try:
                for conversation_id in self._turns.waiting():
                    self.wake(conversation_id)
            except Exception as error:  # A database that is away comes back; the sweep must outlive it.
                logs.event("sweep_error", code=type(error).__name__)
