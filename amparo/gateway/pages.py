"""The pages: templates with the wording of one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from amparo.language.languages import Language
from amparo.replies.render import checked_line, render

_TEMPLATES = Path(__file__).with_name("templates")


class Pages:
    """Renders templates with the wording of one language."""

    def __init__(self, exit_url: str, keep_days: int) -> None:
        """Load the templates; a missing name is an error and never an empty gap."""
        self._keep_days = keep_days
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["languages"] = [
            {"tag": lang.value, "dir": lang.direction, "name": render("page.name", lang)} for lang in Language
        ]
        self._environment.globals["exit_url"] = exit_url

    def html(self, template: str, language: Language, **values: Any) -> str:
        """Return a page or a fragment."""
        return self._environment.get_template(template).render(
            lang=language.value,
            dir=language.direction,
            t=self._wording(language),
            checked=checked_line(language, language),
            **values,
        )

    def _wording(self, language: Language) -> Callable[..., str]:
        defaults: Mapping[str, Any] = {"days": self._keep_days}

        def text(key: str, **values: Any) -> str:
            return render(key, language, {**defaults, **values})

        return text
