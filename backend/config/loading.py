"""Settings from everywhere, the nearest first."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.config.entries import nearest
from backend.config.files import from_files
from backend.config.settings import SETTINGS, ConfigError, Resolved, Setting, Settings
from backend.keyfile import read_key

FLAG = "flag"
"""Origin of what was given on the command line."""

_MERGED = ("keys", "aliases")
"""Tables to which every file may add."""


def load(
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> tuple[Settings, tuple[Resolved, ...]]:
    """All settings, and each with its origin.

    Args:
        flags: Values given on the command line; None and empty tuples mean not given.
        environment: Instead of the process's own.
        folder: Where the search for the project file begins, instead of the current folder.

    Raises:
        ConfigError: Naming the place, what was expected and what to do.
    """
    environment = os.environ if environment is None else environment
    layers = [
        (dict(flags or {}), FLAG),
        *_environment(environment),
        *from_files(environment, folder or Path.cwd()),
    ]
    resolved = tuple(
        _merged(setting, layers) if setting.name in _MERGED else _resolve(setting, layers)
        for setting in SETTINGS
    )
    values = {item.setting.name: item.value for item in resolved}
    values["qdrant"], *further = values["qdrant"]
    for key in ("api_key", "source_api_key"):
        if not values[key] and values[f"{key}_file"]:
            try:
                values[key] = read_key(values[f"{key}_file"])
            except ValueError as error:
                raise ConfigError(f"{key}_file: {error}") from None
    return Settings(**values, further=tuple(further)), resolved


def _resolve(setting: Setting, layers: list[tuple[dict[str, Any], str]]) -> Resolved:
    for values, origin in layers:
        value = values.get(setting.name)
        if value in (None, (), []):
            continue
        try:
            return Resolved(setting, setting.parse(value), origin)
        except ValueError as error:
            # What stands before an @ in an address, or behind its path, may be a secret.
            hidden = setting.secret or not {"@", "?", "#"}.isdisjoint(str(value))
            given = value[0] if isinstance(value, tuple | list) and len(value) == 1 else value
            shown = "" if hidden else f", got {given!r}"
            place = setting.flag_name() if origin == FLAG else f"{origin}: {setting.name}"
            raise ConfigError(f"{place}: {error}{shown}") from None
    return Resolved(setting, setting.default, "default")


def _merged(setting: Setting, layers: list[tuple[dict[str, Any], str]]) -> Resolved:
    """A table to which every file may add: the nearest wins for each entry alone."""
    found = _resolve(setting, layers)
    told = [(values[setting.name], origin) for values, origin in layers if setting.name in values]
    if len(told) < 2:
        return found
    origin = " and ".join(origin for _, origin in told)
    return Resolved(setting, nearest([value for value, _ in told]), origin)


def _environment(environment: Mapping[str, str]) -> list[tuple[dict[str, Any], str]]:
    layers: list[tuple[dict[str, Any], str]] = []
    for setting in SETTINGS:
        names = (f"PASSERELLE_{setting.name.upper()}", *setting.environment)
        layers.extend(
            ({setting.name: environment[name]}, name) for name in names if environment.get(name)
        )
    host, port = environment.get("QDRANT_HOST"), environment.get("QDRANT_PORT")
    if host or port:
        # A host may already be a whole address: people write both.
        address = host if host and "://" in host else f"http://{host or 'localhost'}:{port or 6333}"
        layers.append(({"qdrant": address}, "QDRANT_HOST and QDRANT_PORT"))
    return layers
