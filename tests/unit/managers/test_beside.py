import gc
import json
import os
import resource
import signal
from collections.abc import Iterator
from itertools import repeat

import pytest

from backend.managers.beside import Work, beside, in_parts, shared, unswept


class Held:
    """A work that tells when it is begun and is held up then; who does it comes of it."""

    def __init__(self) -> None:
        self._begun, self._free = os.pipe(), os.pipe()

    def hold(self) -> int:
        os.write(self._begun[1], b"!")
        os.read(self._free[0], 1)
        return os.getpid()

    def is_begun(self) -> bool:
        return os.read(self._begun[0], 1) == b"!"

    def free(self) -> None:
        os.write(self._free[1], b"!")


def test_work_is_done_in_another_process() -> None:
    held = Held()
    work = Work(held.hold)
    with beside([work], apart=True) as done:
        assert held.is_begun()
        held.free()
        assert done(work) == done(work) != os.getpid()


def test_what_is_not_begun_is_done_by_who_asks() -> None:
    held = Held()
    first, *others = Work(held.hold), Work(os.getpid), Work(os.getpid)
    with beside([first, *others], apart=True) as done:
        assert held.is_begun()
        assert [done(work) for work in reversed(others)] == [os.getpid()] * 2
        held.free()
        assert done(first) != os.getpid()


def test_results_are_passed_on_as_the_work_says() -> None:
    held = Held()
    first = Work(held.hold)
    work = Work(lambda: 7, dump=bytes, load=len)
    large = Work(lambda: bytes(1 << 20))
    with beside([work, large, first], apart=True) as done:
        assert held.is_begun()
        assert [done(work), len(done(large))] == [7, 1 << 20]
        held.free()


def test_where_the_process_is_killed_the_work_is_done_here() -> None:
    here, held = os.getpid(), Held()

    def die() -> bytes:
        if os.getpid() != here:
            held.hold()
            os.kill(os.getpid(), signal.SIGKILL)
        return b"here"

    works = [Work(die), Work(lambda: b"too")]
    with beside(works, apart=True) as done:
        assert held.is_begun()
        held.free()
        assert [done(work) for work in works] == [b"here", b"too"]


def test_where_it_does_not_pay_all_work_is_done_here() -> None:
    work = Work(os.getpid)
    with beside([work], apart=False) as done:
        assert done(work) == os.getpid()


def test_who_leaves_early_waits_for_nothing() -> None:
    with pytest.raises(LookupError), beside([Work(lambda: bytes(1 << 22))], apart=True):
        raise LookupError


def test_parts_are_taken_while_others_are_made() -> None:
    asked, answered = os.pipe()

    def work() -> Iterator[bytes]:
        yield b"first"
        os.read(asked, 1)
        yield from (b"", bytes(1 << 20))

    with in_parts(work) as arrived:
        while not (first := [*arrived(False)]):
            os.sched_yield()
        assert first == [b"first"]
        assert not [*arrived(False)]
        os.write(answered, b"!")
        assert [len(part) for part in arrived(True)] == [0, 1 << 20]
        assert not [*arrived(True)]
    os.close(asked)
    os.close(answered)


def test_of_a_process_that_is_killed_the_parts_before_arrive() -> None:
    def work() -> Iterator[bytes]:
        yield b"first"
        os.kill(os.getpid(), signal.SIGKILL)

    with in_parts(work) as arrived:
        assert [*arrived(True)] == [b"first"]


def test_where_there_is_no_room_for_a_part_it_is_missing(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> Iterator[bytes]:
        yield b"first"
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        yield bytes(1 << 20)

    with in_parts(work) as arrived:
        assert [*arrived(True)] == [b"first"]
    assert capfd.readouterr().err == ""


def test_who_leaves_waits_for_no_more_parts() -> None:
    with pytest.raises(LookupError), in_parts(lambda: repeat(b"more")):
        raise LookupError


def test_garbage_is_searched_for_again_afterwards() -> None:
    with unswept():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_made_meanwhile_is_not_looked_at_by_the_next_search() -> None:
    most, searched = gc.get_threshold()[0], list[str]()
    gc.collect()
    gc.callbacks.append(lambda phase, _: searched.append(phase))
    with unswept():
        kept = [[number] for number in range(100 * most)]
    few = [[number] for number in range(most // 10)]
    gc.callbacks.pop()
    assert not searched
    assert len(kept) > len(few)


def test_what_is_shared_goes_to_one_process_each() -> None:
    with shared(range(1000)) as left:
        first = next(iter(left))
        with in_parts(lambda: [json.dumps(list(left)).encode()]) as arrived:
            mine = list(left)
            (theirs,) = map(json.loads, arrived(True))
    assert first == 0
    assert sorted(mine + theirs) == list(range(1, 1000))
