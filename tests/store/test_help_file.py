"""The operator's register of helpers: read as it is, or refused with a clear reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amparo.domain.errors import BadHelpFile
from amparo.domain.helpers import shown
from amparo.store.help_file import read_helpers

SHIPPED = Path(__file__).parents[2] / "help.yml"
GOOD = """
- {name: Aid, countries: ["CH"], languages: ["en"], offers: advice, contact: "tel", confirmed: 2026-11-01}
"""


def test_no_file_means_no_helpers(tmp_path: Path) -> None:
    assert read_helpers(tmp_path / "help.yml") == ()


def test_an_empty_file_means_no_helpers(tmp_path: Path) -> None:
    (tmp_path / "help.yml").write_text("# nobody yet\n")

    assert read_helpers(tmp_path / "help.yml") == ()


def test_an_entry_is_read(tmp_path: Path) -> None:
    (tmp_path / "help.yml").write_text(GOOD)

    (helper,) = read_helpers(tmp_path / "help.yml")

    assert (helper.name, helper.countries, helper.confirmed) == ("Aid", ("CH",), date(2026, 11, 1))


def test_what_is_shipped_is_told_to_nobody() -> None:
    helpers = read_helpers(SHIPPED)

    assert helpers
    assert shown(helpers, "en", date.today()) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no YAML"),
        ("name: Aid", "a list"),
        ("- Aid", "exactly"),
        (GOOD.replace("offers: advice, ", ""), "exactly"),
        (GOOD.replace("name: Aid", 'name: " "'), "name"),
        (GOOD.replace('["CH"]', "CH"), "countries"),
        # Norway without quotes is the YAML word for false.
        (GOOD.replace('["CH"]', "[NO]"), "countries"),
        (GOOD.replace('["CH"]', '["UK"]'), "countries"),
        (GOOD.replace('["CH"]', '["Switzerland"]'), "countries"),
        (GOOD.replace('["en"]', '["english"]'), "languages"),
        (GOOD.replace("2026-11-01", "soon"), "confirmed"),
        (GOOD.replace("2026-11-01", "2026-11-01 10:00:00"), "confirmed"),
    ],
)
def test_a_file_that_cannot_be_meant_so_is_refused_with_the_place(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "help.yml").write_text(text)

    with pytest.raises(BadHelpFile, match=reason):
        read_helpers(tmp_path / "help.yml")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "help.yml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadHelpFile, match="no YAML"):
        read_helpers(tmp_path / "help.yml")
