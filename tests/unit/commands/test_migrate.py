import json
import os
import subprocess
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.migration_sources import tasks, vectors, write, write_tasks
from tui.commands.migrate import command

NOBODY = "http://127.0.0.1:1"


class NoSuchPage(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


class NotAllowed(NoSuchPage):
    def do_GET(self) -> None:
        self.send_error(401)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments])


def test_plan_as_json_is_a_preflight(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(5)))
    result = invoke("plan", str(path), "--format", "json")
    assert result.exit_code == 0
    preflight = json.loads(result.stdout)
    assert (preflight["shape"], preflight["source_records"], preflight["points"]) == (
        "vectors",
        5,
        5,
    )


def test_plan_in_words_sets_claim_beside_fact(tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "a.json", tasks(5), taskCount=641)
    result = invoke("plan", str(path))
    assert result.exit_code == 0
    assert "shape tasks" in result.stdout
    assert "641 ⇢ 5" in result.stdout


def test_plan_ends_with_1_where_records_would_fail(tmp_path: Path) -> None:
    records: list[Any] = vectors(range(5))
    records[2] = None
    result = invoke("plan", str(write(tmp_path / "a.json", records)))
    assert result.exit_code == 1
    assert "■ 1 record that cannot be read (first: a.json: [2]:" in result.stdout


def test_plan_ends_with_2_where_there_is_no_source(tmp_path: Path) -> None:
    result = invoke("plan", str(tmp_path / "gone.json"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "gone.json: cannot be read" in result.stderr


def test_text_of_a_source_is_shown_and_not_sent_to_the_terminal(tmp_path: Path) -> None:
    records = vectors(["\x1b[31mred", "\x1b[31mred"])
    result = invoke("plan", str(write(tmp_path / "a.json", records)))
    assert "\x1b" not in result.stdout
    assert "\\x1b[31mred" in result.stdout


def test_without_journals_the_list_is_empty_and_nothing_is_made(tmp_path: Path) -> None:
    result = invoke("list", "--state", str(tmp_path / "state"), "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"kind": "migrations", "runs": [], "unreadable": []}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("page", [[], ["run"], ["plan"], ["list"], ["show"]])
def test_help_loads_nothing_heavy(page: list[str]) -> None:
    script = f"""
import sys
from tui.commands.migrate import command
try:
    command.main({page!r} + ["--help"])
except SystemExit:
    pass
heavy = {{"numpy", "httpx", "pydantic", "ijson", "textual"}} & set(sys.modules)
sys.exit(f"loaded {{heavy}}" if heavy else 0)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_list_of_commands_is_told_in_whole_at_80_columns() -> None:
    told = invoke("--help").stdout
    assert "dead-letters" in told
    assert "..." not in told.partition("Commands:")[2]


@pytest.mark.parametrize("collection", ["a/b", "", "a" * 250])
@pytest.mark.parametrize("word", ["run", "verify", "plan"])
def test_a_name_that_no_collection_can_have_leaves_nothing_behind(
    tmp_path: Path, word: str, collection: str
) -> None:
    if len(collection) == 250 and word != "run":
        collection += "a" * 6
    path = write(tmp_path / "a.json", vectors(range(3)))
    state = tmp_path / "state"
    options = ("--to", NOBODY, "--collection", collection, "--state", str(state))
    result = invoke(word, str(path), *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "passerelle migrate: collection: " in result.stderr
    assert not state.exists()


@pytest.mark.parametrize("word", ["run", "verify", "plan"])
def test_an_address_that_is_no_qdrant_is_a_message(tmp_path: Path, word: str) -> None:
    path = write(tmp_path / "a.json", vectors(range(3)))
    with ThreadingHTTPServer(("127.0.0.1", 0), NoSuchPage) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        address = f"http://127.0.0.1:{server.server_port}"
        options = ("--to", address, "--collection", "tasks", "--state", str(tmp_path / "state"))
        result = invoke(word, str(path), *options)
        server.shutdown()
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert address in result.stderr


def test_a_reader_of_journals_loads_no_numpy() -> None:
    script = "import sys, backend.probes.migration; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("words", [("list",), ("show", "x"), ("report", "x"), ("abort", "x")])
def test_a_state_that_is_no_folder_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    state = write(tmp_path / "state.json", {})
    result = invoke(*words, "--state", str(state))
    assert (result.exit_code, result.stdout) == (2, "")
    assert isinstance(result.exception, SystemExit)
    assert "state.json" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_state_folder_of_someone_else_is_told(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0)
    result = invoke("list", "--state", str(state))
    assert result.exit_code == 2
    assert "cannot be read: Permission denied" in result.stderr


def test_where_nothing_was_ever_run_the_way_to_begin_is_told(tmp_path: Path) -> None:
    result = invoke("list", "--state", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no migration was ever run from here" in result.stderr
    assert "migrate run SOURCE --to URL --collection NAME" in result.stderr


def test_the_setting_data_is_the_source_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.json", vectors(range(5)))
    monkeypatch.setenv("PYTHON_DATA_PATH", str(path))
    assert json.loads(invoke("plan", "--format", "json").stdout)["source_records"] == 5
    named = write(tmp_path / "b.json", vectors(range(2)))
    assert json.loads(invoke("plan", str(named), "--format", "json").stdout)["points"] == 2


@pytest.mark.parametrize("word", ["run", "verify", "plan"])
def test_without_any_source_both_ways_to_name_one_are_told(
    word: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PYTHON_DATA_PATH", raising=False)
    monkeypatch.chdir(tmp_path)
    result = invoke(word, "--to", NOBODY, "--collection", "tasks", "--state", str(tmp_path / "s"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "as SOURCE, or set PYTHON_DATA_PATH" in result.stderr


@pytest.mark.parametrize("word", ["verify", "plan"])
def test_who_only_reads_is_asked_for_a_key_that_may_read(tmp_path: Path, word: str) -> None:
    path = write(tmp_path / "a.json", vectors(range(3)))
    with ThreadingHTTPServer(("127.0.0.1", 0), NotAllowed) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        address = f"http://127.0.0.1:{server.server_port}"
        options = ("--to", address, "--collection", "tasks", "--state", str(tmp_path / "state"))
        result = invoke(word, str(path), *options)
        server.shutdown()
    assert result.exit_code == 2
    assert "a key that may read" in result.stderr


def test_a_folder_without_a_source_says_what_to_name(tmp_path: Path) -> None:
    result = invoke("plan", str(tmp_path))
    assert result.exit_code == 2
    assert "name a file or a folder of them" in result.stderr
