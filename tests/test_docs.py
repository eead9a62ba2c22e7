"""README and docs say what is true of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from amparo.settings import Settings
from bench.results import table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or f"AMPARO_{name.upper()}")
        default = str(field.default).removesuffix(".0")
        row = next((line for line in text.splitlines() if f"`{variable}`" in line), None)
        assert row is not None, variable
        assert f"`{default}`" in row, variable


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_two_commands_are_targets(command: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert command in README
    assert re.search(rf"^{command.split()[1]}:", makefile, re.MULTILINE)


def test_ci_calls_exactly_the_readmes_test_command() -> None:
    last = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert last == "make test"


def test_every_process_of_the_procfile_is_explained() -> None:
    processes = yaml.safe_load((ROOT / "Procfile").read_text(encoding="utf-8"))
    assert len(processes) == 5
    for name in processes:
        assert re.search(rf"^\| {name} \|", README, re.MULTILINE), name


@pytest.mark.parametrize("page", ["README.md", "docs/settings.md", "docs/content.md", "CONTRIBUTING.md"])
def test_every_path_that_a_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:amparo|bot|actions|docs|data|scripts|bench|tests)/[\w./-]*)`", text))
    linked = {target for target in re.findall(r"\]\(([^)#:]+)\)", text) if "://" not in target}
    paths = [ROOT / name for name in named] + [(ROOT / page).parent / target for target in linked]
    assert [str(path) for path in paths if not path.exists()] == []


def test_the_readmes_figures_are_those_that_were_measured() -> None:
    assert table() in README
