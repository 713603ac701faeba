"""Looks at the environment: what works here, what does not, and how to mend it."""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from backend.config import Settings
from backend.model.doctor import Check, Checks
from backend.model.qdrant import Server
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant import ServerProbe
from backend.qdrant.access import connections
from backend.qdrant.answers import CollectionNames, Result
from backend.qdrant.api import Api
from backend.qdrant.connection import Connection

PACKAGES = ("textual", "qdrant-client", "qdrant-edge-py", "tree-sitter", "tree-sitter-go")
LITTLE_DISK = 1_000_000_000
"""Bytes: the plan asks for this much free disk before a migration."""


def examine(settings: Settings) -> Checks:
    """All checks, in the order in which things depend on each other."""
    checks = [
        *_packages(),
        *_folders("managers", settings.managers, "name a folder with --managers DIR"),
        *_folders("plans", settings.plans, "name a plan with --plan FILE"),
        _state(settings.state),
        *asyncio.run(_qdrants(settings)),
    ]
    return Checks(checks=tuple(checks))


def _packages() -> Iterator[Check]:
    major, minor, micro = sys.version_info[:3]
    yield Check(name="python", state="ok", detail=f"{major}.{minor}.{micro}")
    for package in PACKAGES:
        try:
            yield Check(name=package, state="ok", detail=version(package))
        except PackageNotFoundError:
            yield Check(
                name=package,
                state="fail",
                detail="not installed",
                remedy="install Passerelle again with pip",
            )


def _folders(name: str, paths: tuple[Path, ...], remedy: str) -> Iterator[Check]:
    if not paths:
        yield Check(name=name, state="look", detail="none named", remedy=remedy)
    for path in paths:
        if not path.exists():
            yield Check(name=name, state="fail", detail=f"{path} does not exist", remedy=remedy)
        elif not os.access(path, os.R_OK):
            yield Check(
                name=name, state="fail", detail=f"{path} cannot be read", remedy=f"chmod +r {path}"
            )
        else:
            yield Check(name=name, state="ok", detail=str(path))


def _state(folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
        free = shutil.disk_usage(folder).free
    except OSError:
        writable, free = False, 0
    if not writable:
        return Check(
            name="state",
            state="fail",
            detail=f"{folder} cannot be written",
            remedy="name another folder with --state DIR",
        )
    detail = f"{folder}, {free / 1e9:.1f} GB free"
    if free < LITTLE_DISK:
        return Check(name="state", state="look", detail=detail, remedy="make room: 1 GB is asked")
    return Check(name="state", state="ok", detail=detail)


async def _qdrants(settings: Settings) -> list[Check]:
    return await asyncio.gather(*(_qdrant(connection) for connection in connections(settings)))


async def _qdrant(connection: Connection) -> Check:
    probe, api = ServerProbe(connection), Api(connection)
    try:
        async with asyncio.timeout(probe.timeout):
            server: Server = await probe.read()
            # The greeting needs no key, and telemetry may be closed to a key that is good.
            await api.ask("/collections", Result[CollectionNames])
    except ProbeFailed as failed:
        error = failed.error
        return Check(name="qdrant", state="fail", detail=error.summary, remedy=error.remedy)
    except TimeoutError:
        return Check(
            name="qdrant",
            state="fail",
            detail=f"no answer from {connection.url}",
            remedy="start Qdrant, or name another with --qdrant URL",
        )
    finally:
        await probe.close()
        await api.close()
    kind = " (the embedded one)" if server.embedded else ""
    detail = f"{server.url} {server.version}{kind}"
    if server.limited:
        return Check(
            name="qdrant",
            state="look",
            detail=f"{detail}; {server.limited}",
            remedy="the rest works; with the server's api_key or read_only_api_key all is shown",
        )
    return Check(name="qdrant", state="ok", detail=detail)
