"""`verify` against a Qdrant, by itself and at the end of a run."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.model.migration.proof import Verification
from backend.probes.migration import MigrationProbe
from tests.contract.migration.conftest import Bench, Ended
from tests.migration_sources import tasks, vectors, write, write_tasks

RECORDS = 40


async def verify(bench: Bench, source: Path, *options: str) -> Ended:
    target = ("--to", bench.qdrant, "--collection", bench.collection)
    return await bench.migrate("verify", str(source), *target, *options, "--format", "json")


def verdicts(verification: Verification) -> dict[str, bool | None]:
    return {check.name: check.passed for check in verification.checks}


def change(bench: Bench, method: str, path: str, body: dict[str, Any]) -> None:
    address = f"{bench.qdrant}/collections/{bench.collection}{path}"
    httpx.request(method, address, params={"wait": "true"}, json=body).raise_for_status()


async def test_a_run_ends_with_a_proof_that_can_be_run_again(bench: Bench, tmp_path: Path) -> None:
    source = write_tasks(tmp_path / "a.json", tasks(RECORDS))
    report = (await bench.run(source, "--batch-size", "7")).report
    proof = report.verification
    assert proof is not None
    assert proof.passed
    assert verdicts(proof) == dict.fromkeys(
        ("presence", "count", "vectors", "payload", "recall", "source"), True
    )
    assert (proof.run, proof.expected, proof.target_exact, proof.sample) == (
        *(report.id, RECORDS, RECORDS),
        None,
    )
    as_json, as_markdown = (Path(name).read_text() for name in proof.files)
    assert Verification.model_validate_json(as_json) == proof
    assert "# Verification: passed" in as_markdown
    assert f"passerelle migrate verify {source}" in as_markdown
    (run,) = (await MigrationProbe(bench.state).read()).runs
    assert run.verification == proof

    again = await verify(bench, source)
    assert again.code == 0, again.err
    second = Verification.model_validate_json(again.out)
    assert (second.source_digest, second.target_digest) == (
        *(proof.source_digest, proof.target_digest),
    )


async def test_whatever_was_changed_is_found_and_named(bench: Bench, tmp_path: Path) -> None:
    source = write(tmp_path / "a.json", vectors(range(RECORDS)))
    assert (await bench.run(source)).code == 0
    change(bench, "POST", "/points/delete", {"points": [3]})
    changed = [
        {"id": 5, "vector": [9.0, 0.0, 0.0, 0.0], "payload": {"source": "5"}},
        {"id": 7, "vector": vectors(range(8))[7]["vector"], "payload": {"source": "8"}},
    ]
    change(bench, "PUT", "/points", {"points": changed})
    ended = await verify(bench, source)
    assert ended.code == 1
    proof = Verification.model_validate_json(ended.out)
    assert not proof.passed
    assert {(one.point, one.check) for one in proof.mismatches} == {
        ("3", "presence"), ("5", "vectors"), ("7", "payload"),
    }  # fmt: skip
    assert verdicts(proof) == {
        "presence": False, "count": False, "vectors": False, "payload": False,
        "recall": None, "source": True,
    }  # fmt: skip


async def test_points_from_elsewhere_are_told_and_are_no_fault(
    bench: Bench, tmp_path: Path
) -> None:
    source = write(tmp_path / "a.json", vectors(range(RECORDS)))
    assert (await bench.run(source)).code == 0
    change(bench, "PUT", "/points", {"points": [{"id": 999, "vector": [1.0, 0.0, 0.0, 0.0]}]})
    ended = await verify(bench, source)
    assert ended.code == 0
    proof = Verification.model_validate_json(ended.out)
    assert verdicts(proof)["count"] is None
    assert verdicts(proof)["recall"] is None
    assert "1 came from elsewhere" in ended.out


@pytest.mark.parametrize("distance", ["Dot", "Euclid", "Manhattan"])
async def test_where_the_distance_depends_on_norms_they_are_compared(
    bench: Bench, tmp_path: Path, distance: str
) -> None:
    source = write(tmp_path / "a.json", vectors(range(RECORDS)))
    change(bench, "PUT", "", {"vectors": {"size": 4, "distance": distance}})
    points = [
        {"id": r["id"], "vector": r["vector"], "payload": {"source": r["source"]}}
        for r in vectors(range(RECORDS))
    ]
    change(bench, "PUT", "/points", {"points": points})
    assert (await verify(bench, source)).code == 0
    points[2]["vector"] = [2 * x for x in points[2]["vector"]]
    change(bench, "PUT", "/points", {"points": points})
    ended = await verify(bench, source)
    assert ended.code == 1
    (mismatch,) = json.loads(ended.out)["mismatches"]
    assert (mismatch["point"], mismatch["detail"]) == ("2", "its norm differs by 1e+02 %")


async def test_a_sample_is_stated_and_always_the_same(bench: Bench, tmp_path: Path) -> None:
    source = write(tmp_path / "a.json", vectors(range(RECORDS)))
    assert (await bench.run(source)).code == 0
    proofs = [
        Verification.model_validate_json((await verify(bench, source, "--sample", "10")).out)
        for _ in range(2)
    ]
    assert [proof.sample for proof in proofs] == [10, 10]
    assert [proof.checks[0].checked for proof in proofs] == [10, 10]
    assert proofs[0].target_digest == proofs[1].target_digest
    assert proofs[0].recall == 1.0
    assert "--sample 10" in Path(proofs[0].files[1]).read_text()


async def test_what_cannot_be_compared_is_refused(bench: Bench, tmp_path: Path) -> None:
    source = write(tmp_path / "a.json", vectors(range(3)))
    missing = await verify(bench, source)
    assert (missing.code, missing.out) == (2, "")
    assert "has no collection" in missing.err
    change(bench, "PUT", "", {"vectors": {"size": 7, "distance": "Cosine"}})
    other = await verify(bench, source)
    assert other.code == 2
    assert "vectors of 7 dimensions, most of the source have 4" in other.err


async def test_a_datatype_that_cannot_keep_vectors_is_told_before_and_found_after(
    bench: Bench, tmp_path: Path
) -> None:
    source = write(tmp_path / "a.json", vectors(range(RECORDS)))
    body = {"vectors": {"size": 4, "distance": "Cosine", "datatype": "uint8"}}
    change(bench, "PUT", "", body)
    report = (await bench.run(source, "--in-place")).report
    assert report.state == "failed"
    assert report.findings[0].kind == "datatype"
    assert "verification will fail" in report.findings[0].remedy
    assert report.verification is not None
    assert verdicts(report.verification)["vectors"] is False
