"""How well probabilities fit what was meant: accuracy, calibration, recall, what is answered out of scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.heldout import Utterance

OUT_OF_SCOPE = "out_of_scope"
# A missed one of these can cost somebody their freedom.
URGENT = ("report_detained", "report_family_threat", "express_distress", "request_human", "delete_my_data")
_BINS = 15


@dataclass(frozen=True)
class Guess:
    """What a model made of an utterance: intents with probabilities, the likeliest first."""

    said: Utterance
    ranking: Sequence[tuple[str, float]]

    @property
    def best(self) -> str:
        """Return the likeliest intent."""
        return self.ranking[0][0]

    @property
    def sureness(self) -> float:
        """Return its probability."""
        return self.ranking[0][1]

    @property
    def right(self) -> bool:
        """Return whether it is the intent that was meant."""
        return self.best == self.said.intent


def accuracy(guesses: Sequence[Guess], among: int = 1) -> float:
    """Return the share in which the meant intent is among the first."""
    return _share([any(n == g.said.intent for n, _ in g.ranking[:among]) for g in guesses])


def macro_f1(guesses: Sequence[Guess]) -> float:
    """Return the mean over intents of the harmonic mean of precision and recall."""
    meant = Counter(g.said.intent for g in guesses)
    guessed = Counter(g.best for g in guesses)
    hits = Counter(g.best for g in guesses if g.right)
    scores = [2 * hits[i] / (meant[i] + guessed[i]) for i in meant]
    return sum(scores) / len(scores) if scores else 0.0


def calibration_error(guesses: Sequence[Guess]) -> float:
    """Return the mean distance between sureness and accuracy, over bins of equal width."""
    return sum(abs(sure - right) * share for sure, right, share in reliability(guesses))


def reliability(guesses: Sequence[Guess]) -> list[tuple[float, float, float]]:
    """Return mean sureness, accuracy and share of the guesses, for each bin that is not empty."""
    bins: dict[int, list[Guess]] = {}
    for guess in guesses:
        bins.setdefault(min(int(guess.sureness * _BINS), _BINS - 1), []).append(guess)
    return [
        (_mean([g.sureness for g in found]), _share([g.right for g in found]), len(found) / len(guesses))
        for _, found in sorted(bins.items())
    ]


def recall(guesses: Sequence[Guess], intent: str) -> float:
    """Return the share of the utterances of an intent that were understood as it."""
    return _share([g.right for g in guesses if g.said.intent == intent])


def answered_out_of_scope(guesses: Sequence[Guess], threshold: float) -> float:
    """Return the share of out-of-scope utterances that are answered as if they were in scope."""
    outside = [g for g in guesses if g.said.intent == OUT_OF_SCOPE]
    return _share([g.best != OUT_OF_SCOPE and g.sureness >= threshold for g in outside])


def answered(guesses: Sequence[Guess], threshold: float) -> tuple[float, float]:
    """Return the share of in-scope utterances answered at once, and the share of these answered rightly."""
    inside = [g for g in guesses if g.said.intent != OUT_OF_SCOPE]
    sure = [g for g in inside if g.sureness >= threshold]
    return len(sure) / len(inside) if inside else 0.0, _share([g.right for g in sure])


def confusions(guesses: Sequence[Guess]) -> list[tuple[str, str, int]]:
    """Return what was meant, what was understood and how often, the commonest first."""
    found = Counter((g.said.intent, g.best) for g in guesses if not g.right)
    return [(meant, guessed, count) for (meant, guessed), count in found.most_common()]


def _share(facts: Sequence[bool]) -> float:
    return sum(facts) / len(facts) if facts else 0.0


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
