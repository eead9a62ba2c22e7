"""Which entries a language's PO file has, with the texts that the locale files have now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from amparo.content.rewriting import NotRewritten, read_texts
from amparo.language.languages import Language
from amparo.replies import catalogue
from amparo.replies.register import Entry, entries

LOCALES = Path(catalogue.__file__).with_name("locales")


@dataclass(frozen=True)
class Slot:
    """One text that a language must have: of a key, or of one plural category of a key."""

    key: str
    entry: Entry
    category: str = ""


def slots(language: Language) -> Iterator[Slot]:
    """Return every text that a language must have, by family, in the order of the declarations."""
    for entry in entries().values():
        if entry.composed:
            continue
        if entry.plural:
            yield from (Slot(f"{entry.key}.{name}", entry, name) for name in _categories(language))
        else:
            yield Slot(entry.key, entry)


def _categories(language: Language) -> list[str]:
    return [*Locale.parse(language.value).plural_form.rules, "other"]


def english_of(slot: Slot, english: Mapping[str, str]) -> str:
    """Return the English text; its ``other`` form for a plural category that English does not have.

    It is empty when English lacks the key as well.
    """
    return english.get(slot.key, english.get(f"{slot.entry.key}.other", "")).strip()


def texts_now(locales: Path, language: Language) -> dict[str, str]:
    """Return the texts as the files have them now; the catalogue reads them once for a process.

    Raises:
        NotRewritten: a file is not a tree of texts in YAML.
    """
    found = {}
    for path in sorted((locales / language.value).glob("*.yml")):
        try:
            texts = read_texts(written(path))
        except NotRewritten as error:
            raise NotRewritten(f"{language.value}/{path.name} {error}") from error
        found.update({f"{path.stem}.{name}": text for name, text in texts.items()})
    return found


def written(path: Path) -> str:
    """Return a file with its own line ends; nothing when there is none yet."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()
