import gc
import json
import os
import signal

import pytest

from backend.managers.beside import beside, shared, unswept


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
