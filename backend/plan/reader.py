"""Reads plan files and folders of them: what they declare beside what their boxes count."""

import fnmatch
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from backend.model.plan import Phase, Plan, Plans, Trouble
from backend.plan.contradictions import find_contradictions
from backend.plan.document import Document, read_document
from backend.plan.tasks import count
from backend.plan.text import decode

PLAN_FILES = "plan-dev-v*.md"
"""Files that a folder is searched for; a file named directly may be called anything."""

SKIPPED_FOLDERS = frozenset({".git", "node_modules", "vendor"})


def read_plans(paths: Iterable[Path]) -> Plans:
    """Read every plan among files and folders; what cannot be read is listed with its reason."""
    files, unreadable = find_plans(paths)
    plans: list[Plan] = []
    for path in files:
        result = read_plan(path)
        if isinstance(result, Plan):
            plans.append(result)
        else:
            unreadable.append(result)
    return Plans(plans=tuple(plans), unreadable=tuple(unreadable))


def find_plans(paths: Iterable[Path]) -> tuple[list[Path], list[Trouble]]:
    """Plan files named directly or found below folders, each once, and what was not found."""
    found: dict[Path, None] = {}
    missing: list[Trouble] = []
    for path in paths:
        if path.is_dir():
            below = sorted(_below(path))
            if not below:
                missing.append(trouble(path, f"holds no {PLAN_FILES} file"))
            found.update(dict.fromkeys(below))
        elif path.exists():
            found[path] = None
        else:
            missing.append(trouble(path, "no such file or folder"))
    return list(found), missing


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = (name for name in folders if name not in SKIPPED_FOLDERS)
        yield from (Path(parent, name) for name in fnmatch.filter(files, PLAN_FILES))


def trouble(path: Path, reason: str) -> Trouble:
    """A path that gave no plan, and why."""
    return Trouble(path=_shown(path), reason=reason)


def read_plan(path: Path) -> Plan | Trouble:
    """Read one file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return trouble(path, error.strerror or type(error).__name__)
    decoded = decode(data)
    if "\0" in decoded.text:
        return trouble(path, "is no text: it holds NUL bytes")
    return describe(_shown(path), read_document(decoded.text), decoded.encoding)


def _shown(path: Path) -> str:
    """A path as text that JSON can hold: a name may be no UTF-8."""
    return str(path).encode("utf-8", "replace").decode()


def describe(path: str, document: Document, encoding: str = "utf-8") -> Plan:
    """The model of one plan."""
    done, total = count(document.tasks)
    outside_done, outside_total = count(document.tasks_outside())
    return Plan(
        path=path,
        title=document.title,
        encoding=encoding,
        declared_percent=document.whole[0].percent if document.whole else None,
        counted_percent=100 * done / total if total else None,
        done=done,
        total=total,
        outside_done=outside_done,
        outside_total=outside_total,
        phases=tuple(_phases(document)),
        contradictions=tuple(find_contradictions(path, document)),
    )


def _phases(document: Document) -> Iterator[Phase]:
    for section in document.phases:
        done, total = count(document.tasks_in(section))
        yield Phase(
            title=section.title,
            declared_percent=section.declared.percent if section.declared else None,
            done=done,
            total=total,
            line=section.line,
        )
