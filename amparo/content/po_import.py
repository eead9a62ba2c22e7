"""What a PO file changes, and why one is refused."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from amparo.content.po_slots import LOCALES, Slot, english_of, slots, texts_now, written
from amparo.content.rewriting import NotRewritten, rewrite, write_together
from amparo.language.languages import Language, language_of

_PLACEHOLDER = re.compile(r"%\{(\w+)\}")
# What python-i18n reads as a value or as a percent sign; any other percent sign breaks the text.
_PERCENT = re.compile(r"%(?:\{\w+\}|%)")
_CONTEXT = re.compile(r'^msgctxt\s+"(.+)"\s*$', re.MULTILINE)
# Control letters and the line ends of Unicode: invisible, and YAML does not keep them.
_INVISIBLE = frozenset({"Cc", "Zl", "Zp", "Cs", "Cn"})


@dataclass(frozen=True)
class Fault:
    """Why a file is refused. ``key`` is empty when the fault is in the file as a whole."""

    key: str
    what: str


class Refused(ValueError):
    """A PO file is not imported, and nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep what is wrong, in the order of the file."""
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.key}: {fault.what}" for fault in self.faults))


@dataclass(frozen=True)
class Import:
    """What a PO file changes. ``fuzzy`` keys are not imported, since the translator was not sure."""

    language: Language
    changed: Mapping[str, str]
    fuzzy: tuple[str, ...]


def judge(data: bytes, locales: Path = LOCALES, expected: Language | None = None) -> Import:
    """Return what a PO file would change, without writing anything.

    Args:
        data: the file.
        locales: the folder with a folder for each language.
        expected: the language that it must be in, ``None`` for the one that its header names.

    Raises:
        Refused: the file has a fault; all its faults are named.
    """
    text, catalog = _read(data)
    language = _language(catalog, expected)
    words, english = texts_now(locales, language), texts_now(locales, Language.EN)
    known = {slot.key: slot for slot in slots(language)}
    messages = [message for message in catalog if message.id]
    faults = [Fault(key, "is there more than once") for key, times in _contexts(text).items() if times > 1]
    for message in messages:
        what = _fault(message, known.get(message.context or ""), english)
        faults += [Fault(message.context or "", what)] if what else []
    if faults:
        raise Refused(faults)
    sure = {str(m.context): str(m.string).strip() for m in messages if not m.fuzzy}
    changed = {key: new for key, new in sure.items() if new != words.get(key, "").strip()}
    return Import(language, changed, tuple(str(m.context) for m in messages if m.fuzzy))


def write(given: Import, locales: Path = LOCALES) -> None:
    """Write the changed texts into the language's files; what did not change stays letter by letter.

    Raises:
        Refused: a file is written in a way that cannot be changed by a program. No file is changed.
    """
    families: dict[str, dict[str, str]] = {}
    for key, text in given.changed.items():
        family, name = key.split(".", 1)
        families.setdefault(family, {})[name] = text
    files = {}
    for family, changes in families.items():
        path = locales / given.language.value / f"{family}.yml"
        try:
            files[path] = rewrite(written(path), changes)
        except NotRewritten as error:
            raise Refused([Fault(family, str(error))]) from error
    write_together(files)


def _read(data: bytes) -> tuple[str, Catalog]:
    try:
        text = data.decode("utf-8-sig")
        return text, read_po(io.StringIO(text), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # Babel's reader meets some broken files with errors of all these kinds.
        raise Refused([Fault("", f"The file is not a PO file in UTF-8 ({error}).")]) from error


def _language(catalog: Catalog, expected: Language | None) -> Language:
    named = catalog.locale_identifier
    language = language_of(named)
    if language is None or (expected is not None and language is not expected):
        wanted = expected.value if expected else "one of " + ", ".join(one.value for one in Language)
        raise Refused([Fault("", f"The language of the file is {named or 'not named'}; it should be {wanted}.")])
    return language


def _contexts(text: str) -> Counter[str]:
    # Babel keeps the first of two entries and says nothing.
    return Counter(_CONTEXT.findall(text))


def _fault(message: Message, slot: Slot | None, english: Mapping[str, str]) -> str:
    if slot is None:
        return "is not a key of this language" if message.context else "An entry has no key (msgctxt)."
    if message.fuzzy:
        return ""
    text = message.string
    if not isinstance(text, str) or not isinstance(message.id, str):
        return "has plural entries of gettext; here each plural form is an entry of its own"
    if message.id.strip() != english_of(slot, english):
        return "was translated from another English text than today's; export it anew"
    if not text.strip():
        return "is empty"
    return _wrong_letters(text) or _wrong_values(text, slot)


def _wrong_letters(text: str) -> str:
    found = {f"U+{ord(letter):04X}" for letter in text if unicodedata.category(letter) in _INVISIBLE} - {"U+000A"}
    found |= {"U+FEFF"} if "\ufeff" in text else set()
    if found:
        return f"has letters that nobody sees: {', '.join(sorted(found))}"
    if "%" in _PERCENT.sub("", text):
        return "has a percent sign that is no value; a percent sign is written %%"
    return ""


def _wrong_values(text: str, slot: Slot) -> str:
    named, wanted = set(_PLACEHOLDER.findall(text)), set(slot.entry.values)
    # "One question" may be words without their number; the last form is for all other numbers.
    needed = wanted if slot.category in ("", "other") else set()
    missing, other = needed - named, named - wanted
    parts = (("lacks", missing), ("has an unknown", other))
    return "; ".join(f"{what} " + ", ".join(f"%{{{name}}}" for name in sorted(names)) for what, names in parts if names)
