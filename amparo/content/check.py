"""The command ``check``: what is wrong with the wording, and how it reads."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

from amparo import clock
from amparo.content import articles, claims, complete, glossary, length, reading, reviews
from amparo.content.snapshot import Finding, Snapshot, present
from amparo.language.languages import Language

# How old the last look at a statement and at a source may be on the day of a release.
_MONTHS = 6


def add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of ``python -m amparo.content``."""
    parser = commands.add_parser("check", help="check the wording of every language; fails when something is wrong")
    parser.add_argument("--release", action="store_true", help="also fail on what is unsigned or not reviewed lately")
    parser.add_argument("--on", type=date.fromisoformat, default=clock.now().date(), help="day of the release")
    parser.add_argument("--months", type=int, default=_MONTHS, help=f"how old a review may be; {_MONTHS} if not given")
    parser.set_defaults(run=_run)


def findings(snapshot: Snapshot) -> list[Finding]:
    """Return all that is wrong with the wording, in order."""
    return sorted(
        [
            *complete.findings(snapshot),
            *claims.findings(snapshot, {language: claims.load(language) for language in snapshot.texts}),
            *reading.findings(snapshot, reading.load(), glossary.load()),
            *length.findings(snapshot),
            *articles.findings(snapshot),
            *glossary.findings(snapshot, glossary.load()),
        ]
    )


def report(snapshot: Snapshot) -> Iterator[str]:
    """Yield a line of figures for each language."""
    for language in snapshot.texts:
        figures = reading.figures(snapshot, language, reading.load()[language], glossary.load())
        if figures is not None:
            yield f"{language.value}  {len(snapshot.texts[language])} texts; {_signed(snapshot, language)}; {figures}"


def _run(given: argparse.Namespace) -> int:
    snapshot = present()
    wrong = findings(snapshot)
    unreviewed = sorted(reviews.findings(snapshot, given.on, given.months))
    if given.release:
        wrong = sorted([*wrong, *unreviewed])
    _say(wrong, snapshot)
    if unreviewed and not given.release:
        print(f"Before a release: {len(unreviewed)} reviews are missing or old; `check --release` lists them.")
    return 1 if wrong else 0


def _say(wrong: list[Finding], snapshot: Snapshot) -> None:
    for finding in wrong:
        print(finding)
    if wrong:
        print(f"{len(wrong)} findings.")
        return
    for line in report(snapshot):
        print(line)


def _signed(snapshot: Snapshot, language: Language) -> str:
    review = snapshot.reviews.get(language.value)
    return f"signed by {review.by} on {review.on}" if review else "warning: nobody has signed it"
