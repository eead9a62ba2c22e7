"""The command says what is wrong, in order, and fails; otherwise it tells the figures of each language."""

from __future__ import annotations

import pytest

from amparo.content import check
from amparo.content.__main__ import main
from amparo.content.snapshot import Snapshot
from amparo.language.languages import Language
from amparo.replies.register import Review
from tests.unit.content.planted import DAY, catalogue, factual

GOOD = {Language.EN: {"page.a": "You can ask the CCF."}}


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Snapshot]:
    """Hold the catalogue that the command finds."""
    held = [catalogue(GOOD, factual("page.a"), reviews={"en": Review("An office", DAY)})]
    monkeypatch.setattr(check, "present", lambda: held[0])
    return held


def test_a_good_catalogue_passes_with_a_line_of_figures(
    checked: list[Snapshot], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--release", "--on", "2026-11-22"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("en  1 texts; signed by An office on 2026-11-01; 1 sentences of 5.0 on average")


def test_a_fault_is_told_and_fails(checked: list[Snapshot], capsys: pytest.CaptureFixture[str]) -> None:
    checked[0] = catalogue({Language.EN: {"page.b": "You are safe."}}, factual("page.a"))

    assert main(["check"]) == 1

    out = capsys.readouterr().out.splitlines()
    assert [line.split("] ")[0] for line in out[:-1]] == [
        "en  page.a  [complete",
        "en  page.b  [complete",
        "en  page.b  [red line 2",
    ]


def test_what_is_unsigned_or_old_is_a_warning_and_fails_only_a_release(
    checked: list[Snapshot], capsys: pytest.CaptureFixture[str]
) -> None:
    checked[0] = catalogue(GOOD, factual("page.a"), reviews={"en": None})

    assert main(["check", "--on", "2027-06-01"]) == 0
    assert "3 reviews are missing or old" in capsys.readouterr().out
    assert main(["check", "--release", "--on", "2027-06-01"]) == 1
    assert main(["check", "--release", "--on", "2027-06-01", "--months", "12"]) == 1
    assert "nobody has signed this language" in capsys.readouterr().out
