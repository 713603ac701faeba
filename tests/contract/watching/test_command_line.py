"""Watching somebody else's migration from the command line."""

import json
import subprocess
import sys
from pathlib import Path


def watch(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "tui", "watch", "--once", "--state", str(folder / "state")),
            *arguments,
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_watched_collection_is_one_more_reading(qdrant: str, tmp_path: Path) -> None:
    log = tmp_path / "migrate.log"
    log.write_text("Vectorisation réussie: 641 tâches insérées\n", encoding="utf-8")
    ran = watch(
        *("--qdrant", qdrant, "--watch-collection", "not there"),
        *("--expect", "641", "--log", str(log)),
        folder=tmp_path,
    )
    readings = [json.loads(line) for line in ran.stdout.splitlines()]
    [value] = [reading["value"] for reading in readings if reading["probe"] == "watched"]
    [found] = value["watched"]
    assert ran.returncode == 0
    assert (found["state"], found["expected"]["records"]) == ("waiting", 641)
    assert found["said"][0]["migrated"] == 641


def test_who_watches_nothing_gets_no_such_reading(qdrant: str, tmp_path: Path) -> None:
    ran = watch("--qdrant", qdrant, folder=tmp_path)
    assert '"probe":"watched"' not in ran.stdout
    assert ran.returncode == 0


def test_a_log_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    ran = watch("--log", "x.log", folder=tmp_path)
    assert ran.returncode == 2
    assert "--watch-collection NAME" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_expression_of_ones_own_reads_claims_and_a_bad_one_is_named(
    qdrant: str, tmp_path: Path
) -> None:
    log = tmp_path / "own.log"
    log.write_text("done so far: 123 of 500 rows\n", encoding="utf-8")
    about = ("--qdrant", qdrant, "--watch-collection", "none", "--log", str(log))
    pattern = r"so far: (?P<migrated>\d+) of (?P<total>\d+)"
    ran = watch(*about, "--claim-pattern", pattern, folder=tmp_path)
    readings = [json.loads(line) for line in ran.stdout.splitlines()]
    [value] = [reading["value"] for reading in readings if reading["probe"] == "watched"]
    [said] = value["watched"][0]["said"]
    assert (said["form"], said["migrated"], said["total"]) == ("pattern", 123, 500)
    wrong = watch(*about, "--claim-pattern", "(", folder=tmp_path)
    assert wrong.returncode == 2
    assert "no regular expression" in wrong.stderr
