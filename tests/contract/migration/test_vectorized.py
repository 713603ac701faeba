"""Tasks all the way: read, embedded, moved, proved, found by a sentence."""

import json
import sys
from pathlib import Path

import httpx

from backend.vectorizing.embedder import open_embedder
from tests.contract.migration.conftest import Bench
from tests.tiny_model import write_model


async def test_a_task_is_found_by_its_words(bench: Bench, tmp_path: Path) -> None:
    import asyncio

    (tmp_path / "plan.md").write_text("# Plan\n- [x] buzz a zebra\n- [ ] mount the cello\n")
    model = write_model(tmp_path / "model")
    source = tmp_path / "plan.jsonl"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui", "vectorize", str(tmp_path / "plan.md")),
        *("--model", str(model), "-o", str(source), "--format", "json"),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert json.loads(out)["tasks"] == 2
    ended = await bench.run(source)
    assert ended.code == 0, ended.err
    assert ended.report.verification is not None
    assert ended.report.verification.passed
    (asked,) = open_embedder(str(model), print).embed(["zebra buzz"])
    found = httpx.post(
        f"{bench.qdrant}/collections/{bench.collection}/points/query",
        json={"query": asked.tolist(), "limit": 1, "with_payload": True},
    )
    (point,) = found.raise_for_status().json()["result"]["points"]
    assert point["payload"] == {
        "text": "buzz a zebra",
        "status": "done",
        "headings": ["Plan"],
        "file": str(tmp_path / "plan.md"),
        "line": 2,
    }
