"""A key without its text, and a text without its values, are found."""

from __future__ import annotations

import pytest

from amparo.content import complete
from amparo.content.snapshot import Finding, present
from amparo.language.languages import Language
from amparo.replies.register import Entry
from tests.unit.content.planted import catalogue, wording

EN, RU = Language.EN, Language.RU


def test_the_present_catalogue_is_complete() -> None:
    assert sorted(complete.findings(present())) == []


def test_a_declared_key_without_a_text_is_found() -> None:
    planted = catalogue({EN: {"page.a": "One."}, RU: {}}, wording("page.a"))

    assert list(complete.findings(planted)) == [Finding("ru", "page.a", "complete", "has no text")]


def test_a_text_under_an_undeclared_key_is_found() -> None:
    planted = catalogue({EN: {"page.a": "One.", "page.b": "Two."}}, wording("page.a"))

    assert [(found.key, found.what[:15]) for found in complete.findings(planted)] == [("page.b", "is not declared")]


@pytest.mark.parametrize("text", ["", "  ", "None"])
def test_an_empty_text_is_found(text: str) -> None:
    planted = catalogue({EN: {"page.a": text}}, wording("page.a"))

    assert [found.what for found in complete.findings(planted)] == ["is empty"]


@pytest.mark.parametrize(
    ("text", "what"),
    [("Until the day.", "leaves out %{day}"), ("%{day}, %{name}", "takes %{name}, which is not declared")],
)
def test_a_text_with_other_values_than_declared_is_found(text: str, what: str) -> None:
    planted = catalogue({EN: {"page.a": text}}, wording("page.a", day="day"))

    assert [found.what for found in complete.findings(planted)] == [what]


def test_a_text_with_other_values_than_the_english_one_is_found() -> None:
    planted = catalogue({EN: {"page.a": "Until %{day}."}, RU: {"page.a": "Скоро."}}, wording("page.a", day="day"))

    assert "has other values than English: day" in {found.what for found in complete.findings(planted)}


def test_a_missing_plural_form_is_found_and_may_leave_out_its_number() -> None:
    counted = Entry("page.n", {"n": "number"}, (), None, plural=True)
    russian = {"page.n.one": "Один", "page.n.few": "%{n}", "page.n.other": "%{n}"}
    planted = catalogue({EN: {"page.n.one": "One", "page.n.other": "%{n}"}, RU: russian}, counted)

    assert list(complete.findings(planted)) == [Finding("ru", "page.n.many", "complete", "has no text")]


def test_a_key_that_is_put_together_needs_no_text_of_its_own() -> None:
    planted = catalogue({EN: {}}, Entry("page.all", {}, (), None, composed=True))

    assert list(complete.findings(planted)) == []
