"""A consolidation carried out on a scratch copy, so that Go itself can judge the predictions."""

import os
import pwd
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from backend.managers.consolidation.outcome import Planner
from backend.managers.survey import survey
from backend.model.consolidation import Clause, FileMove, ModuleChange, Outcome, Rewrite, Step
from tests.bench.go_list import go

_BY_HAND = ("orphaned", "leaves", "extracted", "unqualified")
_REDECLARED = re.compile(r": (?:method )?([\w.]+) (?:redeclared|already declared)")


def predicted(roots: Sequence[Path], steps: Sequence[Step]) -> Outcome:
    """What Passerelle says of the steps."""
    return Planner(survey(roots)).outcome(steps)


def carry_out(root: Path, outcome: Outcome) -> None:
    """Do to the files below a root what an outcome lists.

    Args:
        root: Of a scratch copy; paths of go.mod and go.work files lead into it, too.
        outcome: Predicted for this very folder.
    """
    _clauses(root, outcome.clauses)
    strict = [one for one in outcome.rewrites if one.resolution == "strict"]
    _extracted(root, [one for one in strict if one.why in ("extracted", "unqualified")])
    _imports(root, (one for one in strict if one.why not in _BY_HAND))
    _modules(outcome.modules)
    _move(root, outcome.moves)


def complaints(folder: Path) -> str:
    """What Go says on building and vetting all of a module; nothing where all is well."""
    command = go()
    assert command is not None
    for words in (["build", "-gcflags=-e"], ["vet"]):
        ran = subprocess.run(
            [command, *words, "./..."],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            # Go's own cache, wherever it is for this user: the standard library is in it.
            env={
                "HOME": pwd.getpwuid(os.getuid()).pw_dir,
                "PATH": "/usr/bin:/bin",
                "GOFLAGS": "-mod=mod -buildvcs=false",
                "GOPROXY": "off",
                "GOTOOLCHAIN": "local",
                "CGO_ENABLED": "0",
            },
            check=False,
        )
        if ran.returncode:
            return ran.stderr
    return ""


def redeclared(said: str) -> set[str]:
    """The names that Go found declared twice: of a method its type's and its own."""
    return {name.rpartition("/")[2] for name in _REDECLARED.findall(said)}


def _clauses(root: Path, clauses: Iterable[Clause]) -> None:
    for one in clauses:
        path = root / one.path
        text = path.read_text()
        path.write_text(
            re.sub(rf"^package {one.old}\b", f"package {one.new}", text, count=1, flags=re.M)
        )


def _extracted(root: Path, rewrites: Sequence[Rewrite]) -> None:
    """Lines of uses and imports; what is declared there has been taken away before."""
    for one in sorted(rewrites, key=lambda one: (one.path, -one.line)):
        path = root / one.path
        lines = path.read_text().split("\n")
        if not one.old:
            at = next(place for place, line in enumerate(lines) if line.startswith("package "))
            lines.insert(at + 1, f'import {one.alias} "{one.new}"')
        elif not one.new:
            lines[one.line - 1] = ""
        else:
            lines[one.line - 1] = re.sub(
                rf"(?<![\w.]){one.old}\b(?!:)", one.new, lines[one.line - 1]
            )
        path.write_text("\n".join(lines))


def _imports(root: Path, rewrites: Iterable[Rewrite]) -> None:
    for one in sorted(rewrites, key=lambda one: (one.path, -one.line)):
        path = root / one.path
        lines = path.read_text().split("\n")
        line = lines[one.line - 1]
        assert f'"{one.old}"' in line, (one, line)
        if one.why == "same package":
            lines[one.line - 1] = ""
        elif one.why == "moved":
            lines[one.line - 1] = line.replace(f'"{one.old}"', f'{one.alias} "{one.new}"')
        path.write_text("\n".join(lines))


def _modules(changes: Iterable[ModuleChange]) -> None:
    for one in changes:
        path = Path(one.path)
        if one.old.startswith("module "):
            path.unlink()
            continue
        text = path.read_text()
        if one.old:
            assert one.old in text, (one, text)
            path.write_text(text.replace(one.old, one.new))
        else:
            path.write_text(f"{text}\n{one.new}\n")


def _move(root: Path, moves: Sequence[FileMove]) -> None:
    aside = [(root / one.old).rename(root / f"{one.old}.moving") for one in moves]
    for held, one in zip(aside, moves, strict=True):
        target = root / one.new
        target.parent.mkdir(parents=True, exist_ok=True)
        assert not target.exists(), one
        held.rename(target)
