"""Log lines hold listed fields only, and nothing of what others put into theirs."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from amparo import logs

# An invented person, whose words must never reach a log.
TYPED = "Zarina Plover, 12 March"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give what is written through the bare formatter by every logger."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.BareFormatter())
    root, ours = logging.getLogger(), logging.getLogger("amparo")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.INFO)
    yield out
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@pytest.mark.parametrize(
    "field",
    [
        "text",
        "conversation_id",
        "conversation",
        "phone",
        "message",
        "error",
        "facts",
        "Code",
    ],
)
def test_a_field_that_is_not_on_the_list_cannot_be_logged(written: io.StringIO, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        logs.event("turn_done", **{field: TYPED})

    assert written.getvalue() == ""


def test_one_unlisted_field_stops_the_listed_ones_too(written: io.StringIO) -> None:
    with pytest.raises(ValueError, match="text"):
        logs.event("turn_done", code="ok", text=TYPED)

    assert written.getvalue() == ""


def test_the_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(ValueError) as caught:
        logs.event("turn_done", text=TYPED)

    assert TYPED not in str(caught.value)


def test_an_event_is_one_line_of_json(written: io.StringIO) -> None:
    logs.event("turn_done", ms=12, language="fr", code="a\nb")

    level, line = written.getvalue().split(" ", 1)
    told = {"event": "turn_done", "ms": 12, "language": "fr", "code": "a\nb"}
    assert (level, json.loads(line)) == ("INFO", told)
    assert line.count("\n") == 1


@pytest.mark.parametrize("name", ["root", "sqlalchemy.engine", "amparo.store", "rasa"])
def test_the_message_of_a_foreign_record_is_never_shown(written: io.StringIO, name: str) -> None:
    logging.getLogger(name).warning("INSERT %s", TYPED)

    line = written.getvalue()
    assert TYPED not in line
    assert "INSERT" not in line
    assert line.startswith(f"WARNING {name}:")
    assert line.endswith(" -\n")


def test_of_a_foreign_error_only_the_class_is_shown(written: io.StringIO) -> None:
    try:
        raise KeyError(TYPED)
    except KeyError:
        logging.getLogger("urllib3").exception("could not send %s", TYPED)

    line = written.getvalue()
    assert line.startswith("ERROR urllib3:")
    assert line.endswith(" KeyError\n")
    assert [w for w in (TYPED, "Traceback", "could not") if w in line] == []


def test_a_traceback_that_another_formatter_wrote_is_not_repeated() -> None:
    try:
        raise ValueError(TYPED)
    except ValueError:
        seen = sys.exc_info()
    arguments = ("asyncio", logging.ERROR, "x.py", 7, TYPED, (), seen)
    record = logging.LogRecord(*arguments)
    logging.Formatter().format(record)

    line = logs.BareFormatter().format(record)

    assert record.exc_text
    assert TYPED in record.exc_text
    assert line == "ERROR asyncio:7 ValueError"


def test_an_error_beside_our_own_event_does_not_show_its_traceback(
    written: io.StringIO,
) -> None:
    try:
        raise ValueError(TYPED)
    except ValueError:
        logging.getLogger("amparo").exception("turn_failed")

    assert written.getvalue() == "ERROR turn_failed\n"


def test_the_stack_of_a_foreign_record_is_not_shown(
    written: io.StringIO,
) -> None:
    logging.getLogger("uvicorn").warning("%s", TYPED, stack_info=True)

    line = written.getvalue()
    assert (line.count("\n"), "Stack" in line) == (1, False)


def test_after_configuring_every_line_goes_through_the_bare_formatter(
    written: io.StringIO,
) -> None:
    logs.configure()

    root = logging.getLogger()
    formatters = [type(handler.formatter) for handler in root.handlers]
    assert formatters == [logs.BareFormatter]
    assert (root.level, logging.getLogger("amparo").level) == (
        logging.WARNING,
        logging.INFO,
    )
