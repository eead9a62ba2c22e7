"""Whether a turn has failed is known within that turn and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import ClientConnectionError, ClientResponseError
from rasa.shared.exceptions import RasaException

from bot import turn


def test_a_turn_begins_without_failures() -> None:
    async def one_turn() -> tuple[str, ...]:
        turn.begin()
        return turn.failures()

    assert asyncio.run(one_turn()) == ()


def test_failures_are_told_in_order_and_by_class_alone() -> None:
    async def one_turn() -> tuple[str, ...]:
        turn.begin()
        turn.fail(TimeoutError("what somebody typed"))
        turn.fail(KeyError("what somebody typed"))
        return turn.failures()

    assert asyncio.run(one_turn()) == ("TimeoutError", "KeyError")


def test_the_next_turn_in_the_same_task_begins_anew() -> None:
    async def two_turns() -> tuple[str, ...]:
        turn.begin()
        turn.fail(TimeoutError())
        turn.begin()
        return turn.failures()

    assert asyncio.run(two_turns()) == ()


def test_outside_a_turn_nothing_is_noted() -> None:
    async def no_turn() -> tuple[str, ...]:
        turn.fail(TimeoutError())
        return turn.failures()

    assert asyncio.run(no_turn()) == ()


def test_turns_side_by_side_do_not_see_each_others_failures() -> None:
    async def side_by_side() -> list[tuple[str, ...]]:
        has_failed = asyncio.Event()

        async def working() -> tuple[str, ...]:
            turn.begin()
            await has_failed.wait()
            return turn.failures()

        async def failing() -> tuple[str, ...]:
            turn.begin()
            turn.fail(TimeoutError())
            has_failed.set()
            return turn.failures()

        return await asyncio.gather(working(), failing())

    assert asyncio.run(side_by_side()) == [(), ("TimeoutError",)]


async def _awaited(work: Awaitable[None]) -> None:
    await work


async def _gathered(work: Awaitable[None]) -> None:
    await asyncio.gather(work)


@pytest.mark.parametrize("start", [_awaited, _gathered])
def test_a_failure_in_a_task_of_the_turn_is_a_failure_of_the_turn(
    start: Callable[[Awaitable[None]], Awaitable[None]],
) -> None:
    async def part_of_it() -> None:
        turn.fail(TimeoutError())

    async def one_turn() -> tuple[str, ...]:
        turn.begin()
        await start(part_of_it())
        return turn.failures()

    assert asyncio.run(one_turn()) == ("TimeoutError",)


def rasas_error_for(cause: Exception, *, named: bool) -> Exception:
    """Give the error that Rasa makes of another one, with or without naming it as its cause."""
    try:
        try:
            raise cause
        except type(cause) as error:
            if named:
                raise RasaException("Failed") from error
            raise RasaException("Failed")  # noqa: B904
    except RasaException as error:
        return error


AWAY = [rasas_error_for(ClientConnectionError("refused"), named=named) for named in (True, False)]
NOT_AWAY = [
    TimeoutError(),
    RasaException("Failed"),
    rasas_error_for(KeyError("events"), named=True),
    rasas_error_for(ClientResponseError(None, (), status=500), named=False),
]


def outage_after(*errors: Exception) -> bool:
    async def one_turn() -> bool:
        turn.begin()
        for error in errors:
            turn.fail(error)
        return turn.is_outage()

    return asyncio.run(one_turn())


@pytest.mark.parametrize("error", AWAY)
def test_an_action_server_that_cannot_be_reached_is_an_outage(error: Exception) -> None:
    assert outage_after(error, error) is True


@pytest.mark.parametrize("error", NOT_AWAY)
def test_any_other_failure_is_no_outage(error: Exception) -> None:
    assert outage_after(error) is False


@pytest.mark.parametrize("error", NOT_AWAY)
def test_a_message_that_fails_for_another_reason_too_cannot_wait(error: Exception) -> None:
    assert outage_after(AWAY[0], error) is False


def test_a_turn_without_failures_is_no_outage() -> None:
    assert outage_after() is False


def test_what_was_told_does_not_change_with_later_failures() -> None:
    async def one_turn() -> tuple[tuple[str, ...], tuple[str, ...]]:
        turn.begin()
        before = turn.failures()
        turn.fail(TimeoutError())
        return before, turn.failures()

    assert asyncio.run(one_turn()) == ((), ("TimeoutError",))
