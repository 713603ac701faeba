"""The server as a process: how it begins, and the ways it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

Start = Callable[..., Any]

VECTORS = {"vectors": {"size": 4, "distance": "Dot"}}


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_everything_written(
    start: Start, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    server = start(tmp_path)
    with server.http() as http:
        http.put("/collections/c", json=VECTORS).raise_for_status()
        body = {"points": [{"id": 1, "vector": [1, 2, 3, 4]}]}
        http.put("/collections/c/points?wait=true", json=body).raise_for_status()
        server.process.send_signal(sent)  # with a connection open
        out, error = server.process.communicate(timeout=20)
    assert (server.process.returncode, out, error) == (code, "", "")
    with start(tmp_path).http() as http:
        assert http.get("/collections/c/points/1").status_code == 200


def test_it_ends_with_its_stdin(start: Start, tmp_path: Path) -> None:
    server = start(tmp_path)
    assert server.process.stdin is not None
    server.process.stdin.close()
    assert server.process.wait(20) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.url}/healthz")


def test_it_tells_its_own_process(start: Start, tmp_path: Path) -> None:
    server = start(tmp_path)
    assert server.url.startswith("http://127.0.0.1:")
    assert httpx.get(f"{server.url}/healthz").status_code == 200


@pytest.mark.parametrize("program", [["-m", "backend.embedded"], ["-m", "tui", "embedded"]])
def test_one_line_of_json_on_stdout(program: list[str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, *program, "--path", str(tmp_path), "--port", "0", "--format", "json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert httpx.get(f"{told['url']}/healthz").status_code == 200
        assert told == {"url": told["url"], "pid": process.pid}
        process.terminate()
        assert process.stdout.read() == ""


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backend.embedded", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--path", str(tmp_path), "--port", str(port))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "--port 0 takes a free one" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_a_host_that_is_not_this_machine(host: str, tmp_path: Path) -> None:
    ended = run("--path", str(tmp_path), "--port", "0", "--host", host)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--host must be an address of this machine" in ended.stderr
    assert "--port" not in ended.stderr


def test_nobody_reads_its_address_and_it_serves_all_the_same(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "backend.embedded", "--path", str(tmp_path), "--port"]
    with subprocess.Popen([*command, str(port)], stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        transport = httpx.HTTPTransport(retries=8)  # each waits twice as long as the one before
        with httpx.Client(transport=transport, trust_env=False) as http:
            assert http.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
        process.terminate()
        _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (0, b"")


def test_a_folder_that_cannot_be_one(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    ended = run("--path", str(file / "below"), "--port", "0")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert str(file) in ended.stderr
    assert "--path DIR" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_listening_beyond_this_machine_without_a_key_is_told(tmp_path: Path, start: Start) -> None:
    server = start(tmp_path, "--host", "0.0.0.0")
    assert server.url.startswith("http://0.0.0.0:")
    server.process.terminate()
    _, told = server.process.communicate(timeout=20)
    assert "whoever reaches this address may change and delete" in told
