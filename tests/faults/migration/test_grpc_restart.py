"""The server of a run over gRPC is killed and comes back."""

import asyncio
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from backend.migration.history import read_runs
from backend.model.migration.report import Report
from tests.migration_sources import vectors, write

RECORDS, BATCH = 120, 5


def free_ports() -> list[int]:
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(2)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in taken]


class Server:
    """An embedded Qdrant with both interfaces at ports that stay the same."""

    def __init__(self, folder: Path) -> None:
        port, self.grpc_port = free_ports()
        self.url = f"http://127.0.0.1:{port}"
        self._command = [
            *(sys.executable, "-m", "backend.embedded", "--port", str(port)),
            *("--grpc-port", str(self.grpc_port), "--path", str(folder)),
        ]
        self.start()

    def start(self) -> None:
        """Return once it listens."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        assert self._process.stdout.readline()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


async def test_a_server_that_restarts_in_mid_run_is_waited_for(tmp_path: Path) -> None:
    state = tmp_path / "state"
    source = write(tmp_path / "a.json", vectors(range(RECORDS)))
    server = Server(tmp_path / "qdrant")
    try:
        options = (
            *("--to", server.url, "--collection", "x", "--batch-size", str(BATCH)),
            *("--transport", "grpc", "--grpc-port", str(server.grpc_port), "--pace", "60"),
            *("--state", str(state), "--format", "json"),
        )
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "backend.migration", "run", str(source), *options),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        while not any(one.batches_done > 3 for one in read_runs(state).runs):
            assert run.returncode is None
            await asyncio.sleep(0.02)
        server.kill()
        while not any(one.retries for one in read_runs(state).runs):
            assert run.returncode is None
            await asyncio.sleep(0.02)
        await asyncio.to_thread(server.start)
        out, err = await run.communicate()
    finally:
        server.kill()
    assert run.returncode == 0, err.decode()
    report = Report.model_validate_json(out.splitlines()[-1])
    assert (report.written, report.target_exact) == (RECORDS, RECORDS)
    assert report.verification is not None
    assert report.verification.passed
    assert read_runs(state).runs[0].transport == "grpc"
