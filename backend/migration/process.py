"""Which process owns a run, and whether it still lives."""

import os
import socket
from dataclasses import dataclass

import psutil

_TOLERANCE = 2.0
"""Seconds by which one process's start may seem to differ: the kernel rounds the boot time."""


@dataclass(frozen=True)
class Owner:
    """A process, told apart from a later one with the same number by its start.

    Attributes:
        started: Seconds from the machine's boot, which no change of the clock moves; None where
            it is not known.
    """

    pid: int
    host: str
    started: float | None

    @classmethod
    def this(cls) -> "Owner":
        """The process that asks."""
        pid = os.getpid()
        return cls(pid, socket.gethostname(), _started(psutil.Process(pid)))

    def is_gone(self) -> bool:
        """Whether it surely lives no more; a process of another host may always live."""
        if self.host != socket.gethostname():
            return False
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
            return self.started is not None and abs(_started(process) - self.started) > _TOLERANCE
        except psutil.NoSuchProcess:
            return True
        except psutil.AccessDenied:
            return False


def _started(process: psutil.Process) -> float:
    return float(process.create_time() - psutil.boot_time())
