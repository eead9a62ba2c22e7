"""A language's texts as a PO file for a translator."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from amparo.content.po_slots import LOCALES, Slot, english_of, slots, texts_now
from amparo.language.languages import Language
from amparo.replies.register import reviews, sources


def export(language: Language, on: datetime, locales: Path = LOCALES) -> bytes:
    """Return a language's texts as a PO file in UTF-8, each with its English text.

    Args:
        language: the language of the translations; English gives its own text twice.
        on: the instant that the header names, aware.
        locales: the folder with a folder for each language.
    """
    catalog = _empty_catalog(language, on)
    words, english = texts_now(locales, language), texts_now(locales, Language.EN)
    for slot in slots(language):
        said = english_of(slot, english)
        if not said:
            continue
        message = Message(
            said,
            words.get(slot.key, "").strip(),
            auto_comments=tuple(_comments(slot, language)),
            context=slot.key,
        )
        # Babel takes our values for Python's; Ruby's are written alike, and tools then guard them.
        message.flags = {"ruby-format"} if slot.entry.values else set()
        catalog[message.id] = message
    file = io.BytesIO()
    write_po(file, catalog, width=0)
    return file.getvalue()


def _empty_catalog(language: Language, on: datetime) -> Catalog:
    name = Locale.parse(language.value).english_name
    review = reviews().get(language.value)
    rules = Locale.parse(language.value).plural_form.rules
    forms = [*(f"{category}: {rule}" for category, rule in rules.items()), "other: all other numbers"]
    status = f"signed by {review.by} on {review.on}" if review else "machine-drafted, signed by nobody yet"
    lines = (
        f"Amparo, texts in {name} ({language.value}).",
        f"Review: {status}.",
        f"Plural forms (CLDR), each an entry of its own: {'; '.join(forms)}.",
        "Change only msgstr. Keep every %{value} as it is; a percent sign is written %%.",
    )
    return Catalog(
        locale=language.value,
        header_comment="\n".join(f"# {line}" for line in lines),
        project="Amparo",
        version="texts",
        msgid_bugs_address="docs/content.md",
        creation_date=on,
        revision_date=on,
        last_translator=review.by if review else "machine-drafted",
        language_team=name,
        fuzzy=False,
    )


def _comments(slot: Slot, language: Language) -> Iterator[str]:
    entry = slot.entry
    for id_ in entry.sources:
        # A source that the register lacks is a finding of the checks; the translator can work all the same.
        source = sources().get(id_)
        yield f"Source: {source.short}, {source.address}" if source else f"Source: {id_}"
    if entry.reviewed:
        yield f"Last review against the sources: {entry.reviewed.isoformat()}"
    if entry.values:
        yield "Values: " + ", ".join(f"%{{{name}}} ({kind})" for name, kind in entry.values.items())
    if slot.category:
        yield f"Plural form of {language.value}: {slot.category}"
