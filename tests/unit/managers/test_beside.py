import gc
import json
import os
import resource
import signal
from collections.abc import Iterator
from itertools import repeat

import pytest

from backend.managers.beside import beside, in_parts, shared, unswept


def test_work_is_done_in_another_process() -> None:
    with beside(lambda: str(os.getpid()).encode()) as result:
        assert int(result()) != os.getpid()


def test_a_result_larger_than_a_pipe_arrives() -> None:
    with beside(lambda: bytes(1 << 20)) as result:
        assert len(result()) == 1 << 20


def test_where_the_process_is_killed_the_work_is_done_here() -> None:
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"here"

    with beside(work) as result:
        assert result() == b"here"


def test_who_leaves_early_waits_for_nothing() -> None:
    with pytest.raises(LookupError), beside(lambda: bytes(1 << 22)):
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
        with beside(lambda: bytes(json.dumps(list(left)), "ascii")) as result:
            mine = list(left)
            theirs = json.loads(result())
    assert first == 0
    assert sorted(mine + theirs) == list(range(1, 1000))
