"""Changes single texts of a locale file and leaves every other letter of it as it stands."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_STEP = 2
# The parser in C is ten times as fast; only the one in Python says where a text stands for sure.
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotRewritten(ValueError):
    """A file cannot take a text without another one changing, or is not a tree of texts."""


@dataclass(frozen=True)
class _Leaf:
    """A text where it stands. ``flow`` is whether it stands within braces, on one line."""

    node: yaml.ScalarNode
    column: int
    flow: bool


def read_texts(written: str) -> dict[str, str]:
    """Return the texts of a locale file by their dotted names, in the order of the file.

    Raises:
        NotRewritten: the file is not a tree of names and texts.
    """
    return {name: str(leaf.node.value) for name, leaf in _leaves(_root(written, _FAST))}


def rewrite(written: str, changes: Mapping[str, str]) -> str:
    """Return the file with these texts changed, or added at the end of their group.

    Args:
        written: the file as it is.
        changes: texts by their dotted names; spaces and line ends around them do not count.

    Raises:
        NotRewritten: a text cannot be changed without changing another one.
    """
    leaves = dict(_leaves(_root(written)))
    result = written
    present = [(leaves[name], text) for name, text in changes.items() if name in leaves]
    # From the end on, so that the places of the others stay true.
    for leaf, text in sorted(present, key=lambda pair: -pair[0].node.start_mark.index):
        result = _replaced(result, leaf, text.strip())
    for name, text in changes.items():
        if name not in leaves:
            result = _added(result, name.split("."), text.strip())
    _verify(written, result, changes)
    return result


def write_together(files: Mapping[Path, str]) -> None:
    """Write all files whole or, when one of them cannot be written, none of them."""
    ready: list[tuple[str, Path]] = []
    try:
        for path, text in files.items():
            ready.append((_beside(path, text), path))
        for temporary, path in ready:
            os.replace(temporary, path)
    finally:
        for temporary, _ in ready:
            Path(temporary).unlink(missing_ok=True)


def _root(written: str, loader: Any = yaml.SafeLoader) -> yaml.Node | None:
    try:
        return yaml.compose(written, Loader=loader)
    except yaml.YAMLError as error:
        raise NotRewritten("is not YAML") from error


def _leaves(root: yaml.Node | None, prefix: str = "") -> Iterator[tuple[str, _Leaf]]:
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise NotRewritten("is not a tree of names and texts")
    for key, value in root.value:
        name = f"{prefix}{key.value}"
        if isinstance(value, yaml.ScalarNode):
            yield name, _Leaf(value, key.start_mark.column, bool(root.flow_style))
        else:
            yield from _leaves(value, f"{name}.")


def _replaced(written: str, leaf: _Leaf, text: str) -> str:
    start, end = leaf.node.start_mark.index, leaf.node.end_mark.index
    old = written[start:end]
    # A block scalar ends behind its last line break, which belongs to the line after it.
    tail = old[len(old.rstrip()) :]
    rest = tail or written[end:].split("\n", 1)[0]
    shown = _quoted(text) if leaf.flow or rest.strip() else _scalar(text, leaf.column + _STEP)
    space = "" if old else " "
    return f"{written[:start]}{space}{shown}{tail}{written[end:]}"


def _added(written: str, names: Sequence[str], text: str) -> str:
    """Return the file with a new text behind the last one of the group that it belongs to."""
    group, depth = _root(written), 0
    while (inner := _child(group, names[depth])) is not None and depth < len(names) - 1:
        group, depth = inner, depth + 1
    if not isinstance(group, yaml.MappingNode | None) or (group is not None and group.flow_style):
        raise NotRewritten(f"{'.'.join(names)} has no place")
    column = group.value[0][0].start_mark.column if group else 0
    at = _line_end(written, _last(group)) if group else len(written)
    before = written[:at]
    if before and not before.endswith("\n"):
        before += "\n"
    return before + "".join(_lines(names[depth:], text, column)) + written[at:]


def _child(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def _last(node: yaml.Node) -> int:
    """Return where the last text of a group ends; the group itself ends only behind the comments that follow."""
    while isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        node = node.value[-1][1]
    return int(node.end_mark.index)


def _line_end(written: str, at: int) -> int:
    if written[:at].endswith("\n"):
        return at
    found = written.find("\n", at)
    return len(written) if found < 0 else found + 1


def _lines(names: Sequence[str], text: str, column: int) -> Iterator[str]:
    for place, name in enumerate(names):
        indent = column + place * _STEP
        last = place == len(names) - 1
        yield f"{' ' * indent}{_scalar(name, 0)}:{' ' + _scalar(text, indent + _STEP) if last else ''}\n"


def _scalar(text: str, indent: int) -> str:
    """Return a text as a person would write it: plain if YAML reads it so, several lines as a block."""
    if "\n" in text:
        lines = (f"{' ' * indent}{line}" if line else "" for line in text.split("\n"))
        return "\n".join(("|", *lines))
    try:
        read = yaml.safe_load(f"- {text}\n- {text}: 1")
    except yaml.YAMLError:
        return _quoted(text)
    return text if read == [text, {text: 1}] else _quoted(text)


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, and keeps every letter readable.
    return json.dumps(text, ensure_ascii=False)


def _verify(before: str, after: str, changes: Mapping[str, str]) -> None:
    expected = {name: text.strip() for name, text in {**read_texts(before), **changes}.items()}
    if {name: text.strip() for name, text in read_texts(after).items()} != expected:
        raise NotRewritten("cannot be changed at this place by a program")


def _beside(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode if path.exists() else 0o644)
    except OSError:
        Path(name).unlink()
        raise
    return name
