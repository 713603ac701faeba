"""A collection of one Qdrant moved into another one, over real sockets."""

import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.contract.migration.conftest import Bench
from tests.contract.migration.elsewhere import Origin, elsewhere, info, points
from tests.migration_sources import aliases, remove

Json = dict[str, Any]
EVERY_KIND: Json = {
    "vectors": {
        "image": {"size": 4, "distance": "Cosine", "on_disk": True, "hnsw_config": {"m": 8}},
        "plain": {"size": 3, "distance": "Euclid", "datatype": "float16"},
        "parts": {
            "size": 2,
            "distance": "Dot",
            "multivector_config": {"comparator": "max_sim"},
        },
    },
    "sparse_vectors": {"words": {"modifier": "idf"}, "tags": {}},
    "hnsw_config": {"m": 24},
    "optimizers_config": {"indexing_threshold": 7777},
    "metadata": {"owner": "søk", "version": 3},
}
LARGEST = 2**64 - 1


def every_kind(count: int) -> list[Json]:
    """Points whose ids and payloads go to the limits, and of which some lack vectors."""
    dice = random.Random(7)
    made = []
    for n in range(count):
        identity: Any = n if n % 2 else str(uuid.UUID(int=dice.getrandbits(128)))
        vectors: Json = {
            "image": [dice.gauss(0, 1) for _ in range(4)],
            "plain": [0.5, n, -n / 4],
            "parts": [[n, 1.0], [0.25, -n], [1, 1]][: 1 + n % 3],
            "words": {"indices": [n + 5, 3, 2**32 - 1], "values": [0.1, 0.2, n / 3]},
        }
        if n % 5 == 0:
            del vectors["plain"]
        if n % 7 == 0:
            vectors["tags"] = {"indices": [1], "values": [1.0]}
        made.append({"id": identity, "vector": vectors, "payload": {"n": n, "kind": f"k{n % 3}"}})
    made[0] |= {"id": LARGEST, "payload": {"big": 2**63 + 11, "deep": {"ø": [None, {"x": 1.5}]}}}
    made[1] |= {"id": 0, "payload": {}}
    return made


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Origin]:
    """A collection name in a server that nobody else uses."""
    with elsewhere(tmp_path / "elsewhere") as server:
        yield Origin(server.url, f"from-{uuid4().hex}")


@pytest.fixture
def here(bench: Bench) -> Iterator[Origin]:
    """A collection name in the server that is moved into."""
    made = Origin(bench.qdrant, f"from-{uuid4().hex}")
    yield made
    remove(made.url, made.name)


async def test_every_kind_of_vector_id_and_payload_arrives_as_it_was(
    bench: Bench, source: Origin
) -> None:
    source.make(**EVERY_KIND)
    source.put(every_kind(90))
    source.index("kind", "keyword")
    source.index("n", "integer")
    ended = await bench.migrate(
        *("run", source.address, "--to", bench.qdrant, "--collection", bench.collection),
        *("--batch-size", "8", "--format", "json"),
    )
    assert ended.code == 0, ended.err + ended.out
    report = ended.report
    assert (report.state, report.written, report.target_exact) == ("finished", 90, 90)
    assert report.verification is not None and report.verification.passed
    proof = report.verification
    assert proof.source_digest == proof.target_digest
    assert [check.name for check in proof.checks].count("recall") == 5
    assert all(check.passed for check in proof.checks)
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)
    there, told = info(bench.qdrant, bench.collection), info(source.url, source.name)
    for part in ("params", "hnsw_config", "metadata"):
        assert told["config"][part].items() <= there["config"][part].items()
    assert there["config"]["optimizer_config"]["indexing_threshold"] == 7777
    assert {k: v["data_type"] for k, v in there["payload_schema"].items()} == {
        "kind": "keyword",
        "n": "integer",
    }


def plain(count: int, first: int = 0) -> list[Json]:
    """Points with one plain vector each."""
    return [
        {"id": n, "vector": [1.0, n / 7, -n / 3, 0.5], "payload": {"n": n}}
        for n in range(first, first + count)
    ]


PLAIN: Json = {"vectors": {"size": 4, "distance": "Dot"}}


async def test_an_empty_collection_arrives_empty_with_its_settings(
    bench: Bench, source: Origin
) -> None:
    source.make(vectors={"size": 5, "distance": "Manhattan"})
    ended = await bench.run_from(source.address)
    assert ended.code == 0, ended.err
    assert (ended.report.written, ended.report.target_exact) == (0, 0)
    config = info(bench.qdrant, bench.collection)["config"]
    assert config["params"]["vectors"] == {"size": 5, "distance": "Manhattan"}


async def test_a_collection_is_never_moved_into_itself(bench: Bench, here: Origin) -> None:
    here.make(**PLAIN)
    here.put(plain(3))
    for options in ((), ("--in-place",)):
        ended = await bench.migrate(
            *("run", here.address, "--to", bench.qdrant, "--collection", here.name, *options)
        )
        assert ended.code == 2
        assert f"source and target are the same collection: {here.name}" in ended.err
        assert list((bench.state / "migrations").glob("*.sqlite*")) == []
    assert set(points(here.url, here.name)) == {0, 1, 2}


async def test_an_alias_of_the_source_moves_to_a_copy_and_back(bench: Bench, here: Origin) -> None:
    here.make(**PLAIN)
    here.put(plain(10))
    here.alias(bench.collection)
    alias = f"{here.url}/collections/{bench.collection}"
    into = ("--to", bench.qdrant, "--collection", bench.collection)
    refused = await bench.migrate("run", alias, *into, "--in-place")
    assert refused.code == 2 and "source and target are the same collection" in refused.err
    ended = await bench.run_from(alias)
    assert ended.code == 0, ended.err
    assert any("means the source itself" in finding.summary for finding in ended.report.findings)
    switch = ended.report.switch
    assert switch is not None and switch.previous == here.name
    assert aliases(bench.qdrant)[bench.collection] == switch.staging
    assert points(bench.qdrant, switch.staging) == points(here.url, here.name)
    back = await bench.migrate("rollback", ended.report.id, "--drop-staging")
    assert back.code == 0, back.err
    assert aliases(bench.qdrant)[bench.collection] == here.name
    assert set(points(here.url, here.name)) == set(range(10))


async def test_aliases_come_along_only_when_asked_for_and_take_no_name(
    bench: Bench, source: Origin, here: Origin
) -> None:
    source.make(**PLAIN)
    source.put(plain(10))
    free, taken = f"free-{uuid4().hex}", f"taken-{uuid4().hex}"
    source.alias(free)
    source.alias(taken)
    here.make(**PLAIN)
    here.alias(taken)
    first = await bench.run_from(source.address)
    assert first.code == 0, first.err
    assert free not in aliases(bench.qdrant)
    assert any(free in finding.summary for finding in first.report.findings)
    ended = await bench.run_from(source.address, "--with-aliases")
    assert ended.code == 0, ended.err
    assert ended.report.switch is not None
    assert aliases(bench.qdrant)[free] == ended.report.switch.staging
    assert aliases(bench.qdrant)[taken] == here.name
    told = " ".join(finding.summary for finding in ended.report.findings)
    assert f"alias {taken} of the source was not made: it means {here.name} there" in told
    assert (await bench.migrate("rollback", ended.report.id)).code == 0
    assert free not in aliases(bench.qdrant)
    assert aliases(bench.qdrant)[taken] == here.name


async def test_points_written_in_place_leave_others_and_settings_alone(
    bench: Bench, source: Origin, here: Origin
) -> None:
    source.make(**PLAIN)
    source.put(plain(20, first=5))
    source.index("n", "integer")
    here.make(vectors={"size": 4, "distance": "Dot"}, metadata={"mine": True})
    here.put(plain(10))
    ended = await bench.migrate(
        *("run", source.address, "--to", bench.qdrant, "--collection", here.name),
        *("--in-place", "--format", "json"),
    )
    assert ended.code == 0, ended.err + ended.out
    assert set(points(here.url, here.name)) == set(range(25))
    told = info(here.url, here.name)
    assert told["config"]["metadata"] == {"mine": True}
    assert set(told["payload_schema"]) == {"n"}


@pytest.mark.parametrize(
    ("vectors", "reason"),
    [
        ({"size": 5, "distance": "Dot"}, "has 5 dimensions there, 4 here"),
        ({"x": {"size": 4, "distance": "Dot"}}, "it has no vector without a name"),
    ],
)
async def test_a_collection_of_other_vectors_is_refused_before_anything_is_written(
    bench: Bench, source: Origin, here: Origin, vectors: Json, reason: str
) -> None:
    source.make(**PLAIN)
    source.put(plain(3))
    here.make(vectors=vectors)
    ended = await bench.migrate(
        *("run", source.address, "--to", here.url, "--collection", here.name, "--in-place")
    )
    assert ended.code == 2
    assert reason in ended.err
    assert points(here.url, here.name) == {}


async def test_the_plan_reads_no_point_and_says_what_it_cannot_know(
    bench: Bench, source: Origin
) -> None:
    source.make(**EVERY_KIND)
    source.put(every_kind(9))
    source.alias("also")
    ended = await bench.migrate(
        *("plan", source.address, "--to", bench.qdrant, "--collection", bench.collection)
    )
    assert ended.code == 0, ended.err + ended.out
    assert "9 records" in ended.out
    assert "vector parts: multi, 2 dimensions, Dot, float32, max_sim" in ended.out
    assert "vector words: sparse, Dot, float32, modifier idf" in ended.out
    assert "zero vectors and the types in payloads are not known" in ended.out
    assert "aliases of the source stay behind: also" in ended.out
    same = await bench.migrate(
        *("plan", source.address, "--to", source.url, "--collection", source.name)
    )
    assert same.code == 1 and "source and target are the same collection" in same.out


async def test_verify_finds_what_is_another_and_draws_a_sample(
    bench: Bench, source: Origin
) -> None:
    source.make(**EVERY_KIND)
    source.put(every_kind(40))
    assert (await bench.run_from(source.address)).code == 0
    into = ("--to", bench.qdrant, "--collection", bench.collection)
    assert (await bench.migrate("verify", source.address, *into, "--sample", "7")).code == 0
    there = Origin(bench.qdrant, bench.collection)
    one, two, three, four = (point for point in every_kind(40)[2:6])
    one["payload"] |= {"n": -1}
    two["vector"]["image"] = [9.0, -9.0, 9.0, 9.0]
    three["vector"]["words"]["values"][0] = 0.125
    there.put([one, two, three])
    there.delete(four["id"])
    found = await bench.migrate("verify", source.address, *into, "--format", "json")
    assert found.code == 1
    verification = bench.shown(found.out)
    failed = {check["name"]: check["failed"] for check in verification["checks"] if check["failed"]}
    assert failed == {"presence": 1, "payload": 1, "vectors": 2, "count": 1}
    assert verification["source_digest"] != verification["target_digest"]


async def test_the_key_of_the_source_is_its_own_and_never_told(
    bench: Bench, tmp_path: Path
) -> None:
    with elsewhere(tmp_path / "locked", key="a-secret-of-theirs") as server:
        with httpx.Client(base_url=server.url, headers={"api-key": server.key}) as client:
            client.put("/collections/c", json=PLAIN).raise_for_status()
            client.put("/collections/c/points?wait=true", json={"points": plain(5)})
        address = f"{server.url}/c"
        refused = await bench.run_from(address)
        assert refused.code == 2
        assert "PASSERELLE_SOURCE_API_KEY" in refused.err
        key = tmp_path / "key"
        key.write_text("a-secret-of-theirs\n")
        key.chmod(0o600)
        ended = await bench.run_from(address, "--source-api-key-file", str(key))
        assert ended.code == 0, ended.err
        assert "a-secret" not in ended.err + ended.out + refused.err
        assert all(b"a-secret" not in journal.read_bytes() for journal in bench.journals)
