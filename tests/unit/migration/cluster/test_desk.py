import asyncio

from backend.migration.cluster.desk import Ask, Desk, Told, Trouble
from backend.migration.done import Done

DONE = Done(0, range(2), 1, 2, (), 0.0)
NOTHING = Told((), (), 0)


async def test_nothing_is_admitted_until_it_is_open() -> None:
    desk = Desk(None)
    asking = asyncio.create_task(desk.admit(2))
    await asyncio.sleep(0)
    assert await desk.exchange("closed") == NOTHING
    assert not asking.done()
    await desk.exchange("open")
    assert await asking
    assert (await desk.exchange("open")).in_flight == 1


async def test_who_waits_is_sent_away_when_it_is_over() -> None:
    desk = Desk(None)
    asking = asyncio.create_task(desk.admit(2))
    assert not await desk.is_over()
    await desk.exchange("over")
    assert not await asking
    assert await desk.is_over()
    assert await desk.exchange("over") == NOTHING


async def test_it_is_over_once_nothing_is_being_written() -> None:
    desk = Desk(None)
    await desk.exchange("open")
    await desk.admit(2)
    await desk.exchange("over")
    assert not await desk.is_over()
    await desk.tell(DONE)
    assert await desk.is_over()


async def test_what_is_told_is_handed_on_once() -> None:
    desk = Desk(None)
    await desk.exchange("open")
    await desk.admit(2)
    await desk.admit(2)
    await desk.tell(DONE)
    trouble = Trouble(1, "away", "no answer")
    await desk.tell(trouble)
    assert await desk.exchange("open") == Told((DONE, trouble), (), 0)
    assert await desk.exchange("open") == NOTHING


async def test_a_batch_waits_until_what_it_writes_over_is_kept() -> None:
    desk = Desk(None)
    await desk.exchange("open")
    asking = asyncio.create_task(desk.admit(2, Ask(7, (1, 2))))
    await asyncio.sleep(0)
    assert (await desk.exchange("open")).asks == (Ask(7, (1, 2)),)
    assert await desk.exchange("closed", [7]) == NOTHING
    assert not asking.done()
    assert await desk.exchange("open") == NOTHING
    assert await asking


async def test_one_whose_ids_were_not_kept_is_not_written() -> None:
    desk = Desk(None)
    await desk.exchange("open")
    asking = asyncio.create_task(desk.admit(2, Ask(7, (1, 2))))
    await asyncio.sleep(0)
    await desk.exchange("over")
    assert not await asking
