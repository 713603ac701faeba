"""A process for work that would hold the interpreter lock of the hub's loop for too long."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Worker(Executor):
    """An executor of one process, started at the first call and replaced when it hangs.

    A `ProcessPoolExecutor` cannot cancel a running call: a probe that timed out would keep the
    only process busy for ever. Here cancelling the future of a running call ends the process,
    and the next call gets a new one.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn` in the process; both it and its arguments must be picklable."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=multiprocessing.get_context("spawn"), initializer=_follow_parent
            )
        pool = self._pool
        inner = pool.submit(fn, *args, **kwargs)
        outer: Future[T] = Future()
        inner.add_done_callback(lambda _: self._pass_on(inner, outer, pool))
        outer.add_done_callback(lambda _: self._drop(inner) if outer.cancelled() else None)
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the process; a running call is not waited for."""
        self._end()

    def _pass_on(self, inner: Future[T], outer: Future[T], pool: ProcessPoolExecutor) -> None:
        error = None if inner.cancelled() else inner.exception()
        if isinstance(error, BrokenExecutor) and self._pool is pool:
            self._end()
        if not outer.set_running_or_notify_cancel():
            return
        if inner.cancelled():
            outer.set_exception(BrokenExecutor("the worker was shut down"))
        elif error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def _drop(self, inner: Future[Any]) -> None:
        if not inner.cancel() and not inner.done():
            self._end()

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()


def _follow_parent() -> None:
    """End this process when its parent is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
