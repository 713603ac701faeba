"""Which process owns a run, and whether it still lives."""

import os
import socket
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Owner:
    """A process, told apart from a later one with the same number by its start.

    Attributes:
        started: Seconds since the epoch, as the system tells; None where it is not known.
    """

    pid: int
    host: str
    started: float | None

    @classmethod
    def this(cls) -> "Owner":
        """The process that asks."""
        pid = os.getpid()
        return cls(pid, socket.gethostname(), psutil.Process(pid).create_time())

    def is_gone(self) -> bool:
        """Whether it surely lives no more; a process of another host may always live."""
        if self.host != socket.gethostname():
            return False
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
            return self.started is not None and abs(process.create_time() - self.started) > 1
        except psutil.NoSuchProcess:
            return True
        except psutil.AccessDenied:
            return False
