"""A translator gets a PO file, and what comes back changes only what it should."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from amparo.content.po import add_export, add_import, run_import
from amparo.content.po_export import export
from amparo.content.po_import import Refused, judge, write
from amparo.content.po_slots import LOCALES, texts_now
from amparo.content.rewriting import NotRewritten, read_texts, rewrite
from amparo.language.languages import Language
from amparo.replies.catalogue import texts

ON = datetime(2026, 11, 22, 9, 30, tzinfo=timezone.utc)
KEY = "page.choose_language"
VALUED = "consent.kept"

Entry = tuple[str, str, str]


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Give a copy of the locale files that a test may change."""
    return Path(shutil.copytree(LOCALES, tmp_path / "locales"))


def po(language: str, *entries: Entry, flags: str = "") -> bytes:
    """Return a PO file with these keys, English texts and translations."""
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    parts = [f"{flags}msgctxt {quoted(k)}\nmsgid {quoted(e)}\nmsgstr {quoted(t)}\n" for k, e, t in entries]
    return "\n".join([head, *parts]).encode()


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def english(key: str) -> str:
    return texts(Language.EN)[key].strip()


def faults(data: bytes) -> list[tuple[str, str]]:
    """Return what a file is refused for."""
    with pytest.raises(Refused) as refused:
        judge(data)
    return [(fault.key, fault.what) for fault in refused.value.faults]


def bytes_of(locales: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(locales)): path.read_bytes() for path in locales.rglob("*") if path.is_file()}


def imported(locales: Path, key: str, text: str, language: Language = Language.AR) -> dict[str, str]:
    """Import one text and return all texts of the language as YAML reads them."""
    write(judge(po(language.value, (key, english(key), text)), locales), locales)
    return texts_now(locales, language)


class TestExport:
    """What a translator gets."""

    @pytest.mark.parametrize("language", Language)
    def test_an_unchanged_file_changes_no_letter_on_its_way_back(self, locales: Path, language: Language) -> None:
        before = bytes_of(locales)

        found = judge(export(language, ON, locales), locales)
        write(found, locales)

        assert (found.language, found.changed, found.fuzzy) == (language, {}, ())
        assert bytes_of(locales) == before

    @pytest.mark.parametrize("language", Language)
    def test_it_has_every_text_of_the_language(self, language: Language) -> None:
        text = export(language, ON).decode()

        assert [key for key in texts(language) if f'msgctxt "{key}"\n' not in text] == []

    def test_english_gives_its_own_text_twice(self) -> None:
        text = export(Language.EN, ON).decode()

        assert f'msgid "{english(KEY)}"\nmsgstr "{english(KEY)}"' in text

    def test_the_header_names_language_plural_forms_and_review(self) -> None:
        head = export(Language.RU, ON).decode().split("\n\n")[0]

        assert "# Amparo, texts in Russian (ru)." in head
        assert "machine-drafted, signed by nobody yet" in head
        assert "few: " in head
        assert '"Language: ru\\n"' in head
        assert "nplurals=3" in head

    def test_a_factual_text_comes_with_sources_review_day_and_values(self) -> None:
        text = export(Language.FR, ON).decode()

        before = text[: text.index('msgctxt "exposure.limits_today_access"')].rsplit("\n\n", 1)[1]
        assert "#. Source: CCF Statute (2025)" in before
        assert "https://www.interpol.int/" in before
        assert "#. Last review against the sources: 20" in before
        assert "%{admissible_by} (day)" in before
        assert "#, ruby-format" in before

    def test_a_plural_form_that_english_lacks_is_translated_from_its_last_form(self) -> None:
        text = export(Language.AR, ON).decode()

        other = english("interview.length.other")
        assert f'msgctxt "interview.length.two"\nmsgid "{other}"' in text


class TestRefusals:
    """What is refused, by name and without writing anything."""

    @pytest.mark.parametrize(
        ("key", "said", "text", "what"),
        [
            ("page.no_such_key", "Hello", "مرحبا", "is not a key of this language"),
            (KEY, "An older English text", "مرحبا", "was translated from another English text than today's"),
            (KEY, None, "", "is empty"),
            (KEY, None, "  \n ", "is empty"),
            (VALUED, None, "بلا قيمة", "lacks %{days}"),
            (VALUED, None, "%{days} %{nights}", "has an unknown %{nights}"),
            (VALUED, None, "%{dayz}", "lacks %{days}; has an unknown %{dayz}"),
            (KEY, None, "100 % sure", "has a percent sign that is no value"),
            (KEY, None, "a %(name)s", "has a percent sign that is no value"),
            (KEY, None, "a %name", "has a percent sign that is no value"),
            (KEY, None, "a\u0007b", "has letters that nobody sees: U+0007"),
            (KEY, None, "a\ufeffb", "has letters that nobody sees: U+FEFF"),
            ("interview.length.other", None, "أسئلة", "lacks %{n}"),
            ("interview.length.one", None, "%{n} %{m}", "has an unknown %{m}"),
        ],
    )
    def test_a_fault_is_named_with_its_key(self, key: str, said: str | None, text: str, what: str) -> None:
        ((found_key, found),) = faults(po("ar", (key, said or english(key), text)))

        assert found_key == key
        assert found.startswith(what)

    def test_a_plural_form_may_be_said_without_its_number(self) -> None:
        key = "interview.length.one"

        assert judge(po("ar", (key, english(key), "سؤال واحد."))).changed == {key: "سؤال واحد."}

    def test_a_plural_form_of_another_language_is_not_a_key(self) -> None:
        other = english("interview.length.other")

        assert faults(po("zh", ("interview.length.few", other, "%{n}"))) == [
            ("interview.length.few", "is not a key of this language")
        ]

    def test_all_faults_are_told_at_once(self) -> None:
        data = po("ar", ("page.gone", "Hello", "مرحبا"), (KEY, english(KEY), ""), (VALUED, english(VALUED), "x"))

        assert [key for key, _ in faults(data)] == ["page.gone", KEY, VALUED]

    def test_one_key_twice_is_refused(self) -> None:
        data = po("ar", (KEY, english(KEY), "a"), (KEY, english(KEY), "b"))

        assert faults(data) == [(KEY, "is there more than once")]

    def test_an_entry_without_a_key_is_refused(self) -> None:
        data = po("ar") + b'\nmsgid "Hello"\nmsgstr "Hola"\n'

        assert faults(data) == [("", "An entry has no key (msgctxt).")]

    @pytest.mark.parametrize("language", ["de", "", "xx_YY"])
    def test_a_language_that_we_do_not_have_is_refused(self, language: str) -> None:
        ((key, what),) = faults(po(language, (KEY, english(KEY), "Hallo")))

        assert (key, what.startswith("The language of the file is")) == ("", True)

    def test_a_file_in_another_language_than_expected_is_refused(self) -> None:
        with pytest.raises(Refused, match="it should be fr"):
            judge(po("ar", (KEY, english(KEY), "مرحبا")), expected=Language.FR)

    def test_a_language_with_a_region_is_understood(self) -> None:
        assert judge(po("zh_Hans_CN", (KEY, english(KEY), "你好"))).language is Language.ZH

    @pytest.mark.parametrize(
        "data",
        [b"", b"\xff\xfe", b"Hello", b'msgid "a"', b'msgctxt "a"\n"b"', b'msgid ""\nmsgstr[x] ""', b'"a"\n', b"\0" * 9],
        ids=repr,
    )
    def test_what_is_not_a_po_file_is_refused(self, data: bytes) -> None:
        assert [key for key, _ in faults(data)] == [""]

    @given(st.binary(max_size=200))
    def test_no_bytes_break_the_reader(self, data: bytes) -> None:
        with pytest.raises(Refused):
            judge(data, Path("nowhere"))

    def test_a_refused_file_writes_nothing(self, locales: Path, tmp_path: Path) -> None:
        before = bytes_of(locales)
        file = tmp_path / "ar.po"
        file.write_bytes(po("ar", (KEY, english(KEY), "مرحبا"), (VALUED, english(VALUED), "")))

        code = run_import(argparse.Namespace(file=file, language=None), locales)

        assert code == 1
        assert bytes_of(locales) == before

    def test_a_fuzzy_text_is_told_and_the_old_one_stays(self, locales: Path) -> None:
        before = bytes_of(locales)

        found = judge(po("ar", (KEY, english(KEY), "ربما"), flags="#, fuzzy\n"), locales)
        write(found, locales)

        assert (found.changed, found.fuzzy) == ({}, (KEY,))
        assert bytes_of(locales) == before


class TestWriting:
    """How a changed text stands in its file."""

    @pytest.mark.parametrize(
        "text",
        [
            "اختاروا لغتكم",
            "قال: \"نعم\" ثم 'لا'",
            "- starts with a dash",
            "Note: a colon # and a hash",
            "100 %% sure",
            "@ at the beginning",
            "yes",
            "null",
            "2026",
            "{braces} [brackets] & * ! | > ? ,",
            "back\\slash",
            "«\u2068Iran\u2069»\u200c🙂",
            "ends with a colon:",
            "first\nsecond",
            "first\n\n  - indented\n# no comment\n--- no document",
            "\u00a0keeps its words",
        ],
    )
    def test_a_text_is_read_as_it_was_sent(self, locales: Path, text: str) -> None:
        before = texts_now(locales, Language.AR)

        after = imported(locales, KEY, text)

        assert after.pop(KEY).strip() == text.strip()
        before.pop(KEY)
        assert after == before

    @given(
        st.lists(
            st.text(st.sampled_from("ab ا\"':#-?,[]{}&*!|>@`\\~\t\n0.=<é🙂\u200f\u00a0"), min_size=1).filter(str.strip),
            min_size=3,
            max_size=3,
        )
    )
    def test_any_text_at_any_place_leaves_the_others_as_they_are(self, words: list[str]) -> None:
        written = '# head\na: one # note\nb: |\n  two\n  lines\nc:\n  d: "three"\n  # inner\n  e: four\nf: five\n'
        changes = dict(zip(("a", "b", "c.d"), words, strict=True))

        result = rewrite(written, changes)

        read = {name: text.strip() for name, text in read_texts(result).items()}
        assert read == {**{n: t.strip() for n, t in changes.items()}, "c.e": "four", "f": "five"}
        assert yaml.safe_load(result)["f"] == "five"
        assert result.startswith("# head\n")
        assert " # note\n" in result
        assert "  # inner\n" in result

    @given(st.text(st.sampled_from("ab ا\"':#-\\\n\r\t{}é🙂\u200f\u00a0"), min_size=1).filter(str.strip))
    def test_any_text_comes_back_from_a_po_file(self, text: str) -> None:
        if "\r" in text or "\t" in text:
            with pytest.raises(Refused, match="letters that nobody sees"):
                judge(po("ar", (KEY, english(KEY), f"x{text}x")))
        else:
            assert judge(po("ar", (KEY, english(KEY), text))).changed == {KEY: text.strip()}

    def test_only_the_line_of_the_text_changes(self, locales: Path) -> None:
        path = locales / "ar" / "page.yml"
        before = path.read_text(encoding="utf-8").splitlines()

        imported(locales, KEY, "كلمة أخرى")

        after = path.read_text(encoding="utf-8").splitlines()
        changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        assert [new for _, new in changed] == ["choose_language: كلمة أخرى"]

    @pytest.mark.parametrize(
        ("before", "changes", "after"),
        [
            ("# Head.\n\na: one\nb: two\n", {"b": "three"}, "# Head.\n\na: one\nb: three\n"),
            ("a: one\nb: two\n", {"a": "1\n2"}, "a: |\n  1\n  2\nb: two\n"),
            ("a:\n  b: one\nc: two\n", {"a.b": "1\n\n2"}, "a:\n  b: |\n    1\n\n    2\nc: two\n"),
            ("a: |\n  1\n  2\n\nb: two\n", {"a": "3"}, 'a: "3"\n\nb: two\n'),
            ("a: |\n  1\n  2\nb: two", {"a": "3\n4", "b": "x"}, "a: |\n  3\n  4\nb: x"),
            ("a: 'one' # note\n", {"a": "1\n2"}, 'a: "1\\n2" # note\n'),
            ("{a: one, b: two}\n", {"a": "x, y"}, '{a: "x, y", b: two}\n'),
            ("a: one\n  goes on\nb: two\n", {"a": "x"}, "a: x\nb: two\n"),
            ("a:\nb: two\n", {"a": "x"}, "a: x\nb: two\n"),
            ("a: one\r\nb: two\r\n", {"a": "x"}, "a: x\r\nb: two\r\n"),
        ],
    )
    def test_a_text_is_changed_in_the_manner_of_the_file(
        self, before: str, changes: dict[str, str], after: str
    ) -> None:
        assert rewrite(before, changes) == after

    @pytest.mark.parametrize(
        ("before", "changes", "after"),
        [
            ("", {"a": "x"}, "a: x\n"),
            ("", {"a.b": "x", "a.c": "y"}, "a:\n  b: x\n  c: y\n"),
            ("a: one\n", {"b": "1\n2"}, "a: one\nb: |\n  1\n  2\n"),
            ("a: one", {"b": "x"}, "a: one\nb: x\n"),
            ("a:\n  b: one # note\nc: two\n", {"a.d": "x"}, "a:\n  b: one # note\n  d: x\nc: two\n"),
            ("a:\n  b: |\n    1\nc: two\n", {"a.d": "x"}, "a:\n  b: |\n    1\n  d: x\nc: two\n"),
            ("a: one\n", {"no": "x"}, 'a: one\n"no": x\n'),
        ],
    )
    def test_a_text_that_the_language_lacked_is_added_to_its_group(
        self, before: str, changes: dict[str, str], after: str
    ) -> None:
        assert rewrite(before, changes) == after

    @pytest.mark.parametrize(
        "written",
        ["a: &x one\nb: *x\n", "- a\n", "a: [b]\n", "a: {", "a: one\n---\nb: two\n"],
    )
    def test_a_file_that_a_program_cannot_change_is_left_alone(self, written: str) -> None:
        with pytest.raises(NotRewritten):
            rewrite(written, {"a": "x"})

    def test_a_text_that_is_missing_in_a_language_can_be_brought(self, locales: Path) -> None:
        (locales / "ar" / "safety.yml").unlink()
        data = po("ar", ("safety.detained", english("safety.detained"), "١\n٢"))

        write(judge(data, locales), locales)

        assert (locales / "ar" / "safety.yml").read_text(encoding="utf-8") == "detained: |\n  ١\n  ٢\n"

    def test_a_write_that_fails_leaves_every_file_whole(self, locales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = bytes_of(locales)
        found = judge(po("ar", (KEY, english(KEY), "مرحبا"), ("error.try_again", english("error.try_again"), "مرة")))

        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)

        with pytest.raises(OSError, match="No space"):
            write(found, locales)
        assert bytes_of(locales) == before


class TestCommands:
    """What somebody at the terminal sees."""

    @pytest.fixture
    def command(self) -> Callable[..., argparse.Namespace]:
        """Give a function that reads a command line."""
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers()
        add_export(commands)
        add_import(commands)
        return lambda *words: parser.parse_args([str(word) for word in words])

    def test_a_file_is_written_and_can_be_read_back(
        self,
        command: Callable[..., argparse.Namespace],
        tmp_path: Path,
        locales: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        file = tmp_path / "fr.po"
        asked = command("export", "fr", file)
        assert asked.run(asked) == 0
        file.write_text(
            file.read_text(encoding="utf-8").replace(
                quoted(texts(Language.FR)[KEY].strip()), quoted("Choisissez une langue : c’est à vous")
            ),
            encoding="utf-8",
        )

        code = run_import(command("import", file, "--language", "fr"), locales)

        said = capsys.readouterr().out
        assert code == 0
        assert f"Changed in fr:\n  {KEY}\n" in said
        assert "make content" in said
        assert texts_now(locales, Language.FR)[KEY] == "Choisissez une langue : c’est à vous"

    def test_without_a_file_it_goes_to_the_standard_output(
        self, command: Callable[..., argparse.Namespace], capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = command("export", "ar")

        asked.run(asked)

        assert '"Language: ar\\n"' in capsys.readouterr().out

    def test_a_refusal_is_a_list(self, tmp_path: Path, locales: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "ar.po"
        file.write_bytes(po("ar", ("page.gone", "Hello", "x"), (KEY, english(KEY), "")))

        run_import(argparse.Namespace(file=file, language=None), locales)

        assert capsys.readouterr().out == (
            "Nothing was written. The file is refused:\n"
            "  page.gone: is not a key of this language\n"
            f"  {KEY}: is empty\n"
        )

    def test_a_file_that_is_not_there_is_said_kindly(
        self, tmp_path: Path, locales: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run_import(argparse.Namespace(file=tmp_path / "gone.po", language=None), locales)

        assert code == 1
        assert "No such file" in capsys.readouterr().out
