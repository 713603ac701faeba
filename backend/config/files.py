"""Settings in files: TOML of our own, or a section of a YAML file that others share."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import platformdirs

from backend.config.aliases import read_aliases
from backend.config.entries import EntryError
from backend.config.keys import read_keys
from backend.config.settings import RACI_FILE, SETTINGS, ConfigError
from backend.limits.limits import LimitError, read_limits
from backend.yaml_text import NotYaml, read_yaml

PROJECT_FILE = "passerelle.toml"


def from_files(environment: Mapping[str, str], folder: Path) -> list[tuple[dict[str, Any], str]]:
    """The settings of the project's file and the user's, and what lies beside the project's.

    Args:
        environment: Its CONFIG_PATH names the project's file.
        folder: Otherwise that is looked for here and in the folders above.

    Raises:
        ConfigError: Naming file and line.
    """
    named = environment.get("CONFIG_PATH")
    if named:
        project = Path(named).expanduser()
        if not project.is_file():
            raise ConfigError(f"CONFIG_PATH: {project} is no file; name one, or unset CONFIG_PATH")
    else:
        candidates = [parent / PROJECT_FILE for parent in (folder, *folder.parents)]
        project = next((path for path in candidates if path.is_file()), folder / PROJECT_FILE)
    user = platformdirs.user_config_path("passerelle") / "config.toml"
    found = [(read_file(path), str(path)) for path in (project, user) if path.is_file()]
    if project.is_file():
        found.append(({"raci_file": str(project.parent / RACI_FILE)}, f"beside {project.name}"))
    return found


def read_file(path: Path) -> dict[str, Any]:
    """The settings in one file; relative paths in it start at the file's own folder.

    TOML holds them at its top. In YAML, which other programs may share through CONFIG_PATH,
    they stand under `passerelle`.

    Raises:
        ConfigError: Naming file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"{path}: cannot be read: {reason}") from None
    try:
        values = _yaml(path, text) if path.suffix in (".yaml", ".yml") else _toml(path, text)
    except RecursionError:
        raise ConfigError(f"{path}: is nested too deeply for settings") from None
    known = [setting.name for setting in SETTINGS]
    for key in values:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; known: {', '.join(known)}"
            raise ConfigError(f"{path}:{_line_of(key, text)}: unknown setting {key!r}{hint}")
    try:
        read_limits(values.get("limits", {}))
    except LimitError as error:
        line = _line_of(error.key, text)
        raise ConfigError(f"{path}:{line}: limits: {error}") from None
    for table, read in _TABLES.items():
        if table in values:
            values[table] = _entries(table, read, values[table], path, text)
    return {key: _anchored(key, value, path.parent) for key, value in values.items()}


_TABLES: Mapping[str, Callable[[Any, Callable[[str], str]], tuple[Any, ...]]] = {
    "keys": read_keys,
    "aliases": read_aliases,
}
"""Tables of which each entry knows its line."""


def _entries(
    table: str,
    read: Callable[[Any, Callable[[str], str]], tuple[Any, ...]],
    value: Any,
    path: Path,
    text: str,
) -> tuple[Any, ...]:
    try:
        return read(value, lambda key: f"{path}:{_line_below(table, key, text)}")
    except EntryError as error:
        line = _line_below(table, error.key, text)
        raise ConfigError(f"{path}:{line}: {table}: {error}") from None


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = at[1] if at else len(text.splitlines())
        raise ConfigError(f"{path}:{line}: not valid TOML: {error}") from None


def _yaml(path: Path, text: str) -> dict[str, Any]:
    try:
        document = read_yaml(text)
    except NotYaml as error:
        raise ConfigError(f"{path}:{error.line or 1}: {error}") from None
    section = document.get("passerelle") if isinstance(document, dict) else None
    if section is not None and not isinstance(section, dict):
        raise ConfigError(f"{path}: passerelle: expected settings below it")
    return section or {}


def _line_of(key: str, text: str) -> int:
    pattern = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*[=:\]]|^\s*\[+\s*{re.escape(key)}")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if pattern.match(line)), 1)


def _line_below(section: str, key: str, text: str) -> int:
    """The line of a key in a table; other tables may have one of the same name."""
    dotted = re.compile(rf"^\s*{re.escape(section)}\s*\.\s*[\"']?{re.escape(key)}[\"']?\s*=")
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if dotted.match(line):
            return number
    first = _line_of(section, text)
    return first - 1 + _line_of(key, "\n".join(lines[first - 1 :]))


_PATHS = (
    "state",
    "data",
    "api_key_file",
    "ca_file",
    "raci_file",
    "source_api_key_file",
    "source_ca_file",
)


def _anchored(key: str, value: Any, base: Path) -> Any:
    if key in ("managers", "documents", "plans"):
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return [str(base / Path(item).expanduser()) for item in items]
    if key in ("expects", "logs"):
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return [_anchored_part(item, base) for item in items]
    if key in _PATHS and isinstance(value, str):
        return str(base / Path(value).expanduser())
    return value


def _anchored_part(text: str, base: Path) -> str:
    """`NAME=PATH` or a path alone, which may hold `=` after a slash; a number stays one."""
    name, equals, path = text.partition("=")
    if not equals or "/" in name:
        name, equals, path = "", "", text
    return text if path.isdigit() else f"{name}{equals}{base / Path(path).expanduser()}"
