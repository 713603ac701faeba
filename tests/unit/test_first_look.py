"""What a first start finds around it: no scan, no loop, and no claim that was not checked."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from backend.first_look import MOST_FOLDERS, FirstLook, first_look

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("git-manager", "email_manager", "docs"):
        (tmp_path / "development" / "managers" / name).mkdir(parents=True)
    for name in ("a-manager", "b-manager", "c-manager"):
        (tmp_path / "vendor" / name).mkdir(parents=True)
        (tmp_path / "other" / name).mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "plan-dev-v57.md").write_text("- [ ] x")
    (tmp_path / "docs" / "planning.md").write_text("no plan")
    (tmp_path / "loop").symlink_to(tmp_path)
    return tmp_path


def test_folders_of_managers_and_plans_are_found_below(tree: Path) -> None:
    assert first_look(tree, NOBODY) == FirstLook(
        managers=(tree / "other", tree / "development" / "managers"),
        counts=(3, 2),
        plans=(tree / "docs" / "plan-dev-v57.md",),
    )


def test_nothing_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "one-manager").mkdir()
    assert first_look(tmp_path, NOBODY).nothing
    assert first_look(tmp_path / "away", NOBODY).nothing


def test_a_large_tree_is_not_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_FOLDERS <= 5_000
    monkeypatch.setattr("backend.first_look.MOST_FOLDERS", 5)
    for number in range(20):
        (tmp_path / f"{number:02}").mkdir()
    (tmp_path / "20" / "a-manager").mkdir(parents=True)
    (tmp_path / "20" / "b-manager").mkdir(parents=True)
    assert first_look(tmp_path, NOBODY).nothing


class Answer(BaseHTTPRequestHandler):
    """Says what the test wants at every address."""

    said: bytes = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
        pass


@pytest.fixture
def server() -> Iterator[str]:
    listening = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("said", "version"),
    [
        (json.dumps({"title": "qdrant - vector search engine", "version": "1.18.3"}), "1.18.3"),
        (json.dumps({"title": "something else", "version": "1"}), ""),
        ("<html>not JSON", ""),
        ("[1]", ""),
        ("[" * 50_000, ""),
    ],
)
def test_only_a_qdrant_is_called_one(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, version: str
) -> None:
    monkeypatch.setattr(Answer, "said", said.encode())
    found = first_look(tmp_path, server)
    assert (found.qdrant, found.version) == (server if version else "", version)
