"""Servers and collections for the contract tests.

Tests that take `qdrant`, `http`, `client` or `collection` run against the server of QDRANT_URL
too, where it is set; those that take `start` begin embedded servers of their own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

PATIENCE = 20.0


@dataclass(frozen=True)
class Server:
    """An embedded server of one test."""

    url: str
    process: subprocess.Popen[str]

    def http(self, key: str | None = None) -> httpx.Client:
        headers = {"api-key": key} if key else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)


Start = Callable[..., Server]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start an embedded server on a folder; it ends with the test."""
    processes = []

    def start_on(folder: Path, *options: str, **environment: str) -> Server:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "backend.embedded", "--path", str(folder)),
                *("--port", "0", "--until-stdin-closes", *options),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
        processes.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            _, error = process.communicate(timeout=PATIENCE)
            raise AssertionError(f"the server did not start: {error}")
        return Server(json.loads(line)["url"], process)

    yield start_on
    for process in processes:
        with process:
            process.kill()


@pytest.fixture(scope="session")
def http(qdrant: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=qdrant, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def client(qdrant: str) -> "Iterator[QdrantClient]":
    from qdrant_client import QdrantClient

    client = QdrantClient(url=qdrant)
    yield client
    client.close()


@pytest.fixture
def collection(http: httpx.Client) -> Iterator[str]:
    """A fresh collection of unnamed vectors, 4 dimensions, compared by dot product."""
    name = f"test-{uuid4().hex}"
    body = {"vectors": {"size": 4, "distance": "Dot"}}
    http.put(f"/collections/{name}", json=body).raise_for_status()
    yield name
    http.delete(f"/collections/{name}").raise_for_status()


@pytest.fixture
def filled(http: httpx.Client, collection: str) -> str:
    """That collection with points 0 to 9; point n has the vector (n, 1, 0, 0)."""
    points = [
        {
            "id": n,
            "vector": [n, 1, 0, 0],
            "payload": {"n": n, "kind": "odd" if n % 2 else "even", "tags": ["all", f"t{n}"]},
        }
        for n in range(10)
    ]
    answer = http.put(f"/collections/{collection}/points?wait=true", json={"points": points})
    answer.raise_for_status()
    return collection


@pytest.fixture
def embedded_only() -> None:
    """Skip what is true of the embedded server alone."""
    if os.environ.get("QDRANT_URL"):
        pytest.skip("QDRANT_URL is set, and this is about the embedded server")
