"""One look at Qdrant servers, and what its exit code says."""

import json
import socket
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.config import ConfigError, Settings, load
from backend.model.status import ServerStatus, Status
from backend.status import look, read_status
from tests.answering import Answer, Raw, Request, http, info, ok, qdrant, serving
from tests.exposition import QUERY, Requests, metrics
from tui.commands import status as command
from tui.commands.status_text import report

COUNT = QUERY.replace("query", "count")


def settings_for(folder: Path, *urls: str) -> Settings:
    return load({"qdrant": list(urls)}, {}, folder)[0]


def busy(*scrapes: Sequence[Requests], **instead: Raw) -> Answer:
    """A Qdrant whose metrics are those of one moment after the other."""
    texts = iter([metrics(*requests) for requests in scrapes])
    last = metrics(*scrapes[-1])

    def answer(request: Request) -> Raw:
        if request.path == "/metrics":
            return http(next(texts, last), content="text/plain")
        return qdrant(**instead)(request)

    return answer


async def at_once(seconds: float) -> None:
    """Let no time pass."""


async def looked(answer: Answer, folder: Path, earlier: Status | None = None) -> ServerStatus:
    async with serving(answer) as server:
        found = await look(settings_for(folder, server.url), 5.0, earlier, at_once)
    return found.servers[0]


def text(one: ServerStatus) -> str:
    return "\n".join(report(Status(at=datetime.now(UTC), servers=(one,))))


def verdicts(one: ServerStatus) -> dict[str, str]:
    return {check.name: check.verdict for check in one.limits}


@pytest.fixture
def nobody() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


async def test_a_server_whose_limits_hold(tmp_path: Path) -> None:
    counts = Requests([700] * 40, endpoint=COUNT)
    found = await looked(busy([], [Requests([4_000] * 40), counts]), tmp_path)
    assert found.state == "holds"
    assert verdicts(found) == {
        "search_p95": "within",
        "simple_p95": "within",
        "concurrent": "idle",
        "qdrant_memory": "idle",
    }
    assert found.server is not None
    assert found.collections is not None
    assert found.latency is not None
    assert not found.latency.since_start
    assert (found.limits[0].low, found.limits[0].high, found.limits[0].limit) == (
        *(0.001, 0.005),
        0.05,
    )


async def test_a_search_beyond_its_limit_breaks_it(tmp_path: Path) -> None:
    found = await looked(busy([], [Requests([80_000] * 40)]), tmp_path)
    assert found.state == "broken"
    assert verdicts(found)["search_p95"] == "beyond"


async def test_an_interval_on_both_sides_of_a_limit_cannot_tell(tmp_path: Path) -> None:
    limits = tmp_path / "passerelle.toml"
    limits.write_text("[limits]\nsearch_p95_ms = 30\n")
    found = await looked(busy([], [Requests([40_000] * 40)]), tmp_path)
    assert found.state == "cannot tell"
    assert verdicts(found)["search_p95"] == "cannot tell"


async def test_a_servers_memory_is_judged_by_its_own_account(tmp_path: Path) -> None:
    text_ = metrics() + "memory_resident_bytes 2500000000\n"
    found = await looked(
        lambda request: (
            http(text_, content="text/plain") if request.path == "/metrics" else qdrant()(request)
        ),
        tmp_path,
    )
    assert (found.state, verdicts(found)["qdrant_memory"]) == ("broken", "beyond")
    assert "BROKEN       Qdrant memory per 100k  2.3 GiB, limit 1.9 GiB" in text(found)


async def test_a_server_that_rests_has_nothing_to_judge(tmp_path: Path) -> None:
    found = await looked(busy([Requests([80_000] * 40)]), tmp_path)
    assert found.state == "holds"
    assert set(verdicts(found).values()) == {"idle"}
    told = text(found)
    assert "  nothing to judge  " in told.splitlines()[0]
    assert "holds" not in told


async def test_a_window_without_requests_is_told_as_one(tmp_path: Path) -> None:
    lines = text(await looked(busy([]), tmp_path)).splitlines()
    assert [line[:16] for line in lines if "requests in" in line] == ["  no requests in"]


async def test_other_names_of_a_collection_are_told(tmp_path: Path) -> None:
    listed = [{"alias_name": name, "collection_name": "a"} for name in ("live", "tasks")]
    found = await looked(busy([], aliases=ok({"aliases": listed})), tmp_path)
    assert "    green    a  5 points  also called live, tasks" in text(found).splitlines()


async def test_tls_against_a_server_without_is_unreachable(tmp_path: Path) -> None:
    async with serving(busy([])) as server:
        settings = settings_for(tmp_path, server.url.replace("http:", "https:"))
        found = await look(settings, 5.0, sleep=at_once)
    assert found.servers[0].state == "unreachable"
    assert "check http or https" in text(found.servers[0])


async def test_certificates_that_cannot_be_read_are_a_mistake_of_configuration(
    tmp_path: Path, nobody: str
) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("no certificate")
    url = nobody.replace("http:", "https:")
    settings, _ = load({"qdrant": [url], "ca_file": str(path)}, {}, tmp_path)
    with pytest.raises(ConfigError, match=r"--ca-file"):
        await look(settings, 5.0, sleep=at_once)


async def test_a_red_collection_is_broken(tmp_path: Path) -> None:
    red = info(status="red", optimizer_status={"error": "disk full"})
    found = await looked(busy([], **{"collections/a": red}), tmp_path)
    assert found.state == "broken"
    assert "an optimiser failed: disk full" in text(found)


async def test_a_key_that_is_refused_cannot_tell_and_is_reachable(tmp_path: Path) -> None:
    found = await looked(lambda request: http("Must provide an API key", 401), tmp_path)
    assert found.state == "cannot tell"
    assert {error.kind for error in found.errors} == {"refused"}


async def test_servers_are_looked_at_side_by_side(tmp_path: Path, nobody: str) -> None:
    async with serving(busy([])) as server:
        found = await look(settings_for(tmp_path, nobody, server.url), 5.0, sleep=at_once)
    assert [one.state for one in found.servers] == ["unreachable", "holds"]
    assert [error.kind for error in found.servers[0].errors] == ["unreachable"]
    told = "\n".join(report(found))
    assert f"{nobody}  unreachable" in told
    assert "start Qdrant" in told


async def test_a_look_is_compared_with_an_earlier_one(tmp_path: Path) -> None:
    texts = [metrics(Requests([30_000] * n + [700] * m)) for n, m in ((0, 0), (9, 0), (9, 9))]

    def answer(request: Request) -> Raw:
        if request.path == "/metrics":
            return http(texts.pop(0) if len(texts) > 1 else texts[0], content="text/plain")
        return qdrant()(request)

    async with serving(answer) as server:
        settings = settings_for(tmp_path, server.url)
        before = await look(settings, 5.0, sleep=at_once)
        texts.insert(0, metrics(Requests([30_000] * 9)))
        after = await look(settings, 5.0, before, at_once)
    [compared] = after.servers[0].compared
    assert {change.verdict for change in compared.quantiles} == {"faster"}
    assert "20 to 50 ms ⇢ 0 to 1 ms  faster" in "\n".join(report(after))


async def test_a_look_survives_its_own_json(tmp_path: Path) -> None:
    async with serving(busy([], [Requests([700] * 40)])) as server:
        found = await look(settings_for(tmp_path, server.url), 5.0, sleep=at_once)
    path = tmp_path / "before.json"
    path.write_text(found.model_dump_json())
    assert read_status(path) == found


@pytest.mark.parametrize("content", [None, "", "[]", '{"servers": 5}'])
def test_a_file_that_is_no_earlier_look_is_named(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=str(path)):
        read_status(path)


async def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    listed = ok({"collections": [{"name": "a\x1b[2J"}]})
    found = await looked(
        busy([], collections=listed, **{"collections/a%1B%5B2J": info(points_count=1)}), tmp_path
    )
    told = text(found)
    assert "\x1b" not in told
    assert "a␛[2J" in told


async def test_every_collection_is_asked_for_and_the_first_are_printed(tmp_path: Path) -> None:
    names = [f"c{i:02}" for i in range(25)]
    told = {f"collections/{name}": info(points_count=1) for name in names}
    told["collections/c24"] = info(status="red")
    told["collections"] = ok({"collections": [{"name": name} for name in names]})
    found = await looked(busy([], **told), tmp_path)
    assert found.state == "broken"
    assert "25 collections" in text(found)
    assert "and 15 more" in text(found)
    assert text(found).index("c24") < text(found).index("c00")


async def test_a_collection_that_does_not_answer_leaves_doubt(tmp_path: Path) -> None:
    found = await looked(busy([], **{"collections/b": http("{}", 500)}), tmp_path)
    assert found.state == "cannot tell"


def invoked(monkeypatch: pytest.MonkeyPatch, states: Sequence[str], *arguments: str) -> Result:
    """The command, with servers in some states."""

    async def look_at_none(*_: object) -> Status:
        servers = [ServerStatus.model_validate({"url": "http://q:1", "state": s}) for s in states]
        at = "2026-11-22T12:00:00Z"
        return Status.model_validate({"at": at, "servers": servers})

    monkeypatch.setattr("backend.status.look", look_at_none)
    return CliRunner().invoke(command.command, arguments)


@pytest.mark.parametrize(
    ("states", "code"),
    [
        (["holds"], 0),
        (["broken"], 1),
        (["cannot tell"], 1),
        (["unreachable"], 3),
        (["holds", "broken"], 1),
        (["broken", "unreachable"], 3),
    ],
)
def test_the_exit_code_is_that_of_the_worst(
    states: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert invoked(monkeypatch, states).exit_code == code


@pytest.mark.parametrize(
    ("verdict", "code"), [("within", 0), ("idle", 0), ("cannot tell", 1), ("beyond", 1)]
)
def test_a_migration_of_this_machine_counts_too(
    verdict: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_at_one(*_: object) -> Status:
        server = {"url": "http://q:1", "state": "holds"}
        limit = {"name": "failed", "title": "failed records", "verdict": verdict, "limit": 5}
        limit |= {"low": 2, "high": 2, "unit": "%", "evidence": "tasks: 2 of 100 records"}
        at = "2026-11-22T12:00:00Z"
        return Status.model_validate({"at": at, "servers": [server], "limits": [limit]})

    monkeypatch.setattr("backend.status.look", look_at_one)
    result = CliRunner().invoke(command.command)
    assert result.exit_code == code
    told = "failed records  2 %, limit 5 %  (tasks: 2 of 100 records)" in result.output
    assert told == (verdict != "idle")


def test_json_is_one_line_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    result = invoked(monkeypatch, ["holds"], "--format", "json")
    [line] = result.output.splitlines()
    assert json.loads(line)["servers"][0]["state"] == "holds"


@pytest.mark.parametrize("arguments", [["--for", "0"], ["--for", "soon"], ["--format", "xml"]])
def test_bad_usage(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoked(monkeypatch, ["holds"], *arguments).exit_code == 2
