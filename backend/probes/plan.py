"""Reads the progress of plans, each file again only when it changed."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from backend.model.plan import Plan, Plans, Trouble
from backend.plan.reader import find_plans, read_plan, trouble
from backend.probes.probe import ProbeFailed

Signature = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes."""


@dataclass(frozen=True)
class Survey:
    """What is there now, with what had to be read again."""

    signatures: dict[Path, Signature]
    fresh: dict[Path, Plan | Trouble]
    missing: tuple[Trouble, ...]


class PlanProbe:
    """Looks at plan files and folders of them."""

    name = "plan"
    period = 10.0
    timeout = 30.0

    def __init__(self, paths: tuple[Path, ...], worker: Executor) -> None:
        self._paths = paths
        self._worker = worker
        self._signatures: dict[Path, Signature] = {}
        self._known: dict[Path, Plan | Trouble] = {}

    @property
    def target(self) -> str:
        """The paths as given."""
        return ", ".join(map(str, self._paths))

    async def read(self) -> Plans:
        """Every plan, as it stands now.

        Raises:
            ProbeFailed: Where no path was given, or not one of them could be read.
        """
        if not self._paths:
            raise ProbeFailed(
                "unconfigured",
                "no plan was named",
                "start with --plan PATH, or set plans in passerelle.toml",
            )
        survey = await asyncio.get_running_loop().run_in_executor(
            self._worker, survey_plans, self._paths, self._signatures
        )
        self._signatures = survey.signatures
        self._known = {
            path: survey.fresh[path] if path in survey.fresh else self._known[path]
            for path in survey.signatures
        }
        results = (*self._known.values(), *survey.missing)
        plans = tuple(result for result in results if isinstance(result, Plan))
        unreadable = tuple(result for result in results if isinstance(result, Trouble))
        if not plans:
            reasons = "; ".join(f"{item.path}: {item.reason}" for item in unreadable)
            raise ProbeFailed(
                "invalid",
                f"no plan could be read: {reasons}",
                "name a Markdown or text file, or a folder that holds plan-dev-v*.md files, "
                "with --plan PATH",
            )
        return Plans(plans=plans, unreadable=unreadable)


def survey_plans(paths: tuple[Path, ...], known: Mapping[Path, Signature]) -> Survey:
    """Find the plans and read those whose signature is not known; runs in a worker."""
    files, missing = find_plans(paths)
    signatures: dict[Path, Signature] = {}
    fresh: dict[Path, Plan | Trouble] = {}
    for file in files:
        try:
            stat = file.stat()
        except OSError as error:
            missing.append(trouble(file, error.strerror or "cannot be read"))
            continue
        signatures[file] = (stat.st_mtime_ns, stat.st_size)
        if known.get(file) != signatures[file]:
            fresh[file] = read_plan(file)
    return Survey(signatures=signatures, fresh=fresh, missing=tuple(missing))
