"""Processes that begin with their imports done, since they are forked from one that has them.

Half of what a short run of the engine costs is the import of its modules. One process imports
them once; each run is a fork of it, with arguments, environment, output, signals and an end of
its own, like any other process.
"""

import asyncio
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn


@dataclass
class Forked:
    """A process.

    Attributes:
        output: The folder in which `out` and `err` are.
        returncode: As in `subprocess`; None until `end` has returned.
    """

    pid: int
    output: Path
    _told: asyncio.StreamReader
    _line: asyncio.StreamWriter
    returncode: int | None = None

    def kill(self) -> None:
        """End it at once, if it still runs."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def end(self) -> int:
        """Wait for it, and return what it exited with."""
        self.returncode = int(await self._told.readline())
        self._line.close()
        return self.returncode


@dataclass(frozen=True)
class Origin:
    """What processes are forked from."""

    address: Path

    async def start(
        self, module: str, *arguments: str, environment: Mapping[str, str], output: Path
    ) -> Forked:
        """Start `python -m MODULE ARGUMENTS`, which writes into that new folder."""
        output.mkdir(parents=True)
        reader, writer = await asyncio.open_unix_connection(self.address)
        asked = module, arguments, dict(environment), str(output)
        writer.write(json.dumps(asked).encode() + b"\n")
        return Forked(int(await reader.readline()), output, reader, writer)


@contextmanager
def origin(*modules: str) -> Iterator[Origin]:
    """A process that has imported these modules, until the context ends."""
    with TemporaryDirectory() as folder:  # the path of a socket must be short
        address = Path(folder) / "origin"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", str(address), *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with process:
            assert process.stdout is not None
            assert process.stdout.readline(), "it listens"
            yield Origin(address)


def _serve(address: str) -> None:
    """Fork for each connection, until the standard input closes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that watch
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        while door in select.select([door, sys.stdin], [], [])[0]:
            connection, _ = door.accept()
            with connection:
                if os.fork() == 0:
                    door.close()
                    _watch(connection)


def _watch(connection: socket.socket) -> NoReturn:
    """Start what is asked for, and tell its id and how it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection.makefile() as asked:
        module, arguments, environment, output = json.loads(asked.readline())
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(module, arguments, environment, Path(output))
    connection.sendall(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    with suppress(ConnectionError):  # the test does not wait for it
        connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(
    module: str, arguments: list[str], environment: dict[str, str], output: Path
) -> NoReturn:
    """Go on as `python -m MODULE ARGUMENTS` does."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    out, err = (os.open(output / name, os.O_WRONLY | os.O_CREAT) for name in ("out", "err"))
    for there, here in enumerate((nothing, out, err)):
        os.dup2(here, there)
        os.close(here)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    for name in sys.argv[2:]:
        importlib.import_module(name)
    _serve(sys.argv[1])
