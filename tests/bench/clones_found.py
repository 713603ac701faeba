"""Tools that look for clones, each answering in the same terms."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

Place = tuple[str, int, int]
"""Path relative to the folder, first and last line."""

JSCPD = {
    "default": (),
    "weak": ("-m", "weak"),
    "weak, names and literals ignored": (
        "-m", "weak", "--ignore-identifiers", "--ignore-literals",
    ),
    "weak, similarity 0.8": ("-m", "weak", "--similarity=0.8"),
    "weak, similarity 0.7, names and literals ignored": (
        "-m", "weak", "--similarity=0.7", "--ignore-identifiers", "--ignore-literals",
    ),
    "the same, blind": (
        "-m", "weak", "--similarity=0.7", "--ignore-identifiers=blind", "--ignore-literals",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one tool found: pairs of places, and the seconds it took."""

    tool: str
    seconds: float
    pairs: list[tuple[Place, Place]]


def answers(folder: Path, scratch: Path) -> Iterator[Answer]:
    """Passerelle cold and warm, and jscpd in every setting where it is installed."""
    yield from _passerelle(folder)
    program = shutil.which("jscpd")
    for name, options in JSCPD.items() if program else ():
        yield _jscpd(str(program), name, options, folder, scratch)


def _passerelle(folder: Path) -> Iterator[Answer]:
    from backend.managers.discovery import discover
    from backend.managers.reading import read_manager
    from backend.managers.redundancy.copies import copies
    from backend.managers.survey import distinct_roots

    began = time.perf_counter()
    managers = [read_manager(found) for found in discover(distinct_roots([folder]))]
    copies(managers)
    cold = time.perf_counter() - began
    began = time.perf_counter()
    groups = copies(managers)
    warm = time.perf_counter() - began
    pairs = [
        ((one.path, one.line, one.end), (other.path, other.line, other.end))
        for group in groups
        for one, other in combinations(group.sites, 2)
    ]
    yield Answer("Passerelle, files read", cold, pairs)
    yield Answer("Passerelle, files known", warm, pairs)


def _jscpd(
    program: str, name: str, options: tuple[str, ...], folder: Path, scratch: Path
) -> Answer:
    command = [program, str(folder), "-f", "go", "-k", "50", "-l", "5", "--no-gitignore", *options]
    began = time.perf_counter()
    subprocess.run(
        [*command, "-a", "-r", "json,silent", "-o", str(scratch)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    seconds = time.perf_counter() - began
    report = json.loads((scratch / "jscpd-report.json").read_bytes())
    pairs = [
        (_place(found["firstFile"], folder), _place(found["secondFile"], folder))
        for found in report["duplicates"]
    ]
    return Answer(f"jscpd {name}", seconds, pairs)


def _place(file: dict[str, int | str], folder: Path) -> Place:
    path = Path(str(file["name"])).resolve().relative_to(folder.resolve())
    return path.as_posix(), int(file["start"]), int(file["end"])
