"""The sample ecosystem as its tables describe it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

MODULE = "courier"
"""Path of the Go module that the whole ecosystem is."""

ACTIVITIES = ("planning", "validation", "execution", "monitoring")
ROOTS = {"managers": "development/managers", "tools": "tools"}
"""Folders with managers, by the name that the tables use."""


@dataclass(frozen=True)
class Code:
    """One Go package of methods around one entity.

    Attributes:
        path: Folder, relative to the ecosystem.
        methods: Exported methods by activity.
    """

    path: str
    package: str
    name: str
    purpose: str
    entity: str
    fields: Mapping[str, str]
    methods: Mapping[str, tuple[str, ...]]

    @property
    def import_path(self) -> str:
        """As other packages import it."""
        return f"{MODULE}/{self.path}"

    @property
    def type(self) -> str:
        """Name of the Go type that has the methods."""
        return pascal(self.name)


@dataclass(frozen=True)
class Sample:
    """One manager of the sample.

    Attributes:
        code: Its main package; None where it has no Go.
        parts: Packages below it.
        uses: Managers it calls, or `manager/part`.
        legacy: Import paths that lead nowhere.
        redeclares: (type, shape) of what others declare as well.
        lifecycle: (method, variant) of the manager interface.
    """

    name: str
    path: str
    purpose: str
    code: Code | None
    parts: tuple[Code, ...] = ()
    uses: tuple[str, ...] = ()
    test_uses: tuple[str, ...] = ()
    legacy: tuple[str, ...] = ()
    redeclares: tuple[tuple[str, int], ...] = ()
    lifecycle: tuple[tuple[str, int], ...] = ()
    logging: str = "log"
    manifest: str = ""
    flags: frozenset[str] = field(default_factory=frozenset)


@cache
def table(name: str) -> Mapping[str, Any]:
    """One of the TOML tables of this package."""
    with Path(__file__).with_name(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def samples() -> Mapping[str, Sample]:
    """Every manager by its name."""
    rows = table("ecosystem")["manager"]
    return {row["name"]: _sample(row) for row in rows}


def _sample(row: Mapping[str, Any]) -> Sample:
    path = f"{ROOTS[row.get('root', 'managers')]}/{row['name']}"
    folder = f"{path}/{row['folder']}" if "folder" in row else path
    config = [("Config", row["config"])] if "config" in row else []
    return Sample(
        name=row["name"],
        path=path,
        purpose=row["purpose"],
        code=_code(row, folder, row["package"], row["purpose"]) if "package" in row else None,
        parts=tuple(
            _code(part, f"{folder}/{part['name']}", part["name"], f"A part of {row['name']}.")
            for part in row.get("parts", ())
        ),
        uses=tuple(row.get("uses", ())),
        test_uses=tuple(row.get("test_uses", ())),
        legacy=tuple(row.get("legacy", ())),
        redeclares=(*config, *map(_numbered, row.get("redeclares", ()))),
        lifecycle=tuple(map(_numbered, row.get("lifecycle", ()))),
        logging=row.get("logging", "log"),
        manifest=row.get("manifest", ""),
        flags=frozenset(name for name, value in row.items() if value is True),
    )


def _code(row: Mapping[str, Any], path: str, package: str, purpose: str) -> Code:
    return Code(
        path=path,
        package=package,
        name=row["name"],
        purpose=purpose,
        entity=row["entity"],
        fields=row["fields"],
        methods={activity: tuple(row.get(activity, ())) for activity in ACTIVITIES},
    )


def _numbered(text: str) -> tuple[str, int]:
    name, _, number = text.partition(":")
    return name, int(number)


def pascal(name: str) -> str:
    """`git-workflow-manager` as `GitWorkflowManager`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("-"))
