import asyncio

import pytest

from backend.migration.tasks import beside, together


async def _forever(ended: list[str], name: str) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append(name)


async def _fail() -> None:
    raise LookupError("first")


async def test_the_first_failure_is_raised_alone_and_ends_the_others() -> None:
    ended: list[str] = []
    with pytest.raises(LookupError, match="first") as told:
        async with together() as group:
            group.create_task(_forever(ended, "other"))
            group.create_task(_fail())
    assert ended == ["other"]
    assert told.value.__suppress_context__


async def test_a_failure_among_those_who_wait_is_raised_as_it_is() -> None:
    ended: list[str] = []
    with pytest.raises(KeyError, match="own"):
        async with together() as group:
            group.create_task(_forever(ended, "task"))
            await asyncio.sleep(0)
            raise KeyError("own")
    assert ended == ["task"]


async def test_what_goes_on_beside_ends_with_what_it_was_beside() -> None:
    ended: list[str] = []
    with pytest.raises(LookupError), beside(_forever(ended, "one"), _forever(ended, "two")):
        await asyncio.sleep(0)
        assert ended == []
        raise LookupError
    await asyncio.sleep(0)
    assert ended == ["one", "two"]
