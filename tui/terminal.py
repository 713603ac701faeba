"""Ends the program when its terminal goes: by signal, or by looking where no signal comes."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

_GRACE = 0.6
"""Seconds that the program gets to end by itself before it is ended."""


def guard_terminal(app: App[Any]) -> None:
    """Make SIGHUP, SIGTERM and a lost terminal end the program within a second."""
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, _leave, app, number)
    if sys.stdin is not None and sys.stdin.isatty() and not app.is_headless:
        watch = threading.Thread(target=_watch, args=(app, loop, sys.stdin.fileno()), daemon=True)
        watch.start()


def _leave(app: App[Any], number: int) -> None:
    # The terminal may be gone, and writing to it may block for ever: only the thread is sure.
    threading.Thread(target=_end_hard, args=(128 + number,), daemon=True).start()
    app.exit(return_code=128 + number)


def _watch(app: App[Any], loop: asyncio.AbstractEventLoop, terminal: int) -> None:
    """Wait, asleep, until the other side of the terminal closes."""
    poll = select.poll()
    poll.register(terminal, 0)
    poll.poll()
    loop.call_soon_threadsafe(_leave, app, signal.SIGHUP)
    _end_hard(128 + signal.SIGHUP)


def _end_hard(code: int) -> None:
    time.sleep(_GRACE)
    os._exit(code)
