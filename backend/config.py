"""Every setting, its default, and where its value came from.

Precedence: flag > environment > project file (`passerelle.toml`) > user file > default. This
module imports no pydantic: the tui reads settings before its first paint.
"""

import difflib
import os
import re
import shlex
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from backend.keyfile import read_key
from backend.limits.limits import LimitError, Limits, read_limits

PROJECT_FILE = "passerelle.toml"
LOG_LEVELS = ("debug", "info", "warning", "error")


class ConfigError(ValueError):
    """A setting that cannot be used; the message says where it stands and what to do."""


@dataclass(frozen=True)
class Settings:
    """The settings of one start. Paths are as given; `qdrant` is an address without secrets.

    Attributes:
        managers: Folders with managers.
        documents: Markdown files or folders whose claims are set beside the code.
        plans: Plan files or folders.
        qdrant: Address of Qdrant's REST interface; the first where several are named.
        further: Addresses of the other Qdrants that are watched.
        collections: Collections to look at closely; the first few where none is named.
        api_key: Never printed; the content of `api_key_file` where nothing else names one.
        ca_file: Certificates of the authority that vouches for Qdrant, instead of the usual ones.
        insecure_tls: Whether any certificate will do.
        state: Folder for journals and logs.
        data: Default source of vectors.
        window: Seconds over which latencies are counted.
        probe_rate: Searches of our own a second, to time the main Qdrant by; 0 for none.
        watch_collections: Collections that somebody else fills.
        expects: How many points should arrive: a number or a source, `NAME=` before it or not.
        logs: Where their tools tell how it goes, in the same form.
        claim_patterns: Regular expressions that claims in those logs are read by.
        gateway: Address of the Go side's API gateway; empty where there is none.
        gateway_token: Never printed.
        limits: What must hold; without any, the plan's criteria.
        alert_command: Run with an alert's name and state when it fires or is resolved.
    """

    managers: tuple[Path, ...]
    documents: tuple[Path, ...]
    plans: tuple[Path, ...]
    qdrant: str
    further: tuple[str, ...]
    collections: tuple[str, ...]
    api_key: str
    api_key_file: Path | None
    ca_file: Path | None
    insecure_tls: bool
    state: Path
    data: Path | None
    batch_size: int
    workers: int
    window: float
    probe_rate: float
    watch_collections: tuple[str, ...]
    expects: tuple[str, ...]
    logs: tuple[str, ...]
    claim_patterns: tuple[str, ...]
    theme: str
    ascii: bool
    log_level: str
    gateway: str
    gateway_token: str
    limits: Limits
    alert_command: tuple[str, ...]

    def __repr__(self) -> str:
        """Names only: one of the values is a secret."""
        return f"Settings({', '.join(field.name for field in fields(self))})"


@dataclass(frozen=True)
class Setting:
    """How one setting is read.

    Attributes:
        name: As in the files; flags and environment names are made from it.
        parse: From text or a file's value; raises ValueError with what was expected.
        default: Used where nothing names it.
        environment: Names from the plan, beside `PASSERELLE_<NAME>`, which comes first.
        secret: Never shown, and never read from the command line.
    """

    name: str
    parse: Callable[[Any], Any]
    default: Any
    help: str
    environment: tuple[str, ...] = ()
    secret: bool = False


@dataclass(frozen=True)
class Resolved:
    """One value and where it came from (`flag`, `default`, a variable's or a file's name)."""

    setting: Setting
    value: Any
    origin: str

    def shown(self) -> str:
        """The value as text; a secret only says whether it is set."""
        if self.setting.secret:
            return "set, not shown" if self.value else "not set"
        if isinstance(self.value, tuple):
            return ", ".join(str(item) for item in self.value) or "none"
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return "none" if self.value is None else str(self.value)


def _paths(value: Any) -> tuple[Path, ...]:
    if isinstance(value, str):
        value = [part for part in value.split(os.pathsep) if part]
    if not isinstance(value, list | tuple) or not all(isinstance(v, str | Path) for v in value):
        raise ValueError("expected a path or a list of paths")
    return tuple(Path(item).expanduser() for item in value)


def _path(value: Any) -> Path | None:
    if value is None:
        return None
    if not isinstance(value, str | Path):
        raise ValueError("expected a path")
    return Path(value).expanduser()


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part for part in value.split(os.pathsep) if part]
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) and v for v in value):
        raise ValueError("expected text in quotes or a list of it")
    return tuple(value)


def _lines(value: Any) -> tuple[str, ...]:
    return _texts(value.splitlines() if isinstance(value, str) else value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("expected text in quotes")
    return value


def _command(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = shlex.split(value)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("expected a command and its arguments, as a list of text in quotes")
    return tuple(value)


def _level(value: Any) -> str:
    level = _text(value).lower()
    if level not in LOG_LEVELS:
        raise ValueError(f"expected one of {', '.join(LOG_LEVELS)}")
    return level


def _positive(value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if number < 1:
        raise ValueError("expected a whole number above 0")
    return number


def _seconds(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 1 <= number <= 86_400:
        raise ValueError("expected seconds from 1 to 86400")
    return number


def _rate(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 1000:
        raise ValueError("expected a number from 0 to 1000")
    return number


def _flag(value: Any) -> bool:
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
        "": False,
    }
    if isinstance(value, bool):
        return value
    if str(value).lower() not in known:
        raise ValueError("expected true or false")
    return known[str(value).lower()]


def _address(value: Any) -> str:
    text = _text(value).rstrip("/")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
        parts = urlsplit("")
    if parts.username or parts.password:
        raise ValueError(
            "expected an address without a password; set QDRANT_API_KEY instead, "
            "or PASSERELLE_GATEWAY_TOKEN for the gateway"
        )
    if not usable:
        raise ValueError("expected an address such as http://localhost:6333")
    return text


def _addresses(value: Any) -> tuple[str, ...]:
    """One address, or several as a list or with commas between them; the first is the main one."""
    return tuple(dict.fromkeys(_address(text) for text in _names(value)))


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("expected text in quotes, or a list of such")
    return tuple(value)


def _file(value: Any) -> Path | None:
    path = _path(value)
    if path is not None and not path.is_file():
        raise ValueError("expected a file that exists")
    return path


SETTINGS = (
    Setting("managers", _paths, (), "folder with managers"),
    Setting("documents", _paths, (), "Markdown whose claims are set beside the code"),
    Setting("plans", _paths, (), "plan file or folder"),
    Setting("qdrant", _addresses, ("http://localhost:6333",), "address of Qdrant, or several"),
    Setting("collections", _names, (), "collections to look at closely"),
    Setting("api_key", _text, "", "Qdrant's api key", ("QDRANT_API_KEY",), secret=True),
    Setting("api_key_file", _file, None, "file that holds the api key, readable by its owner"),
    Setting("ca_file", _file, None, "certificates of the authority that vouches for Qdrant"),
    Setting("insecure_tls", _flag, False, "accept any certificate from Qdrant"),
    Setting(
        "state",
        lambda value: _path(_text(value)),
        platformdirs.user_state_path("passerelle"),
        "folder for journals and logs",
    ),
    Setting("data", _path, None, "default source of vectors", ("PYTHON_DATA_PATH",)),
    Setting("batch_size", _positive, 256, "points in one request", ("BATCH_SIZE",)),
    Setting("workers", _positive, 5, "requests in flight during a migration"),
    Setting("window", _seconds, 60.0, "seconds over which latencies are counted"),
    Setting("probe_rate", _rate, 0.0, "searches of our own a second, a load; 0 for none"),
    Setting("watch_collections", _texts, (), "collections that somebody else fills"),
    Setting("expects", _texts, (), "points that should arrive there: a number or a source"),
    Setting("logs", _texts, (), "logs of the tools that fill them"),
    Setting("claim_patterns", _lines, (), "regular expressions for claims in those logs"),
    Setting("theme", _text, "dark", "theme of the screen"),
    Setting("ascii", _flag, False, "draw with ASCII only"),
    Setting("log_level", _level, "info", "what the log keeps", ("LOG_LEVEL",)),
    Setting("gateway", _address, "", "address of the Go side's API gateway"),
    Setting("gateway_token", _text, "", "the gateway's token", secret=True),
    Setting("limits", read_limits, Limits(), "what must hold: a table [limits] in a file"),
    Setting("alert_command", _command, (), "command and arguments, run when an alert changes"),
)


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
        *((dict(flags or {}), "flag"),),
        *_environment(environment),
        *_files(environment, folder or Path.cwd()),
    ]
    resolved = tuple(_resolve(setting, layers) for setting in SETTINGS)
    values = {item.setting.name: item.value for item in resolved}
    values["qdrant"], *further = values["qdrant"]
    if not values["api_key"] and values["api_key_file"]:
        try:
            values["api_key"] = read_key(values["api_key_file"])
        except ValueError as error:
            raise ConfigError(f"api_key_file: {error}") from None
    return Settings(**values, further=tuple(further)), resolved


def _resolve(setting: Setting, layers: list[tuple[dict[str, Any], str]]) -> Resolved:
    for values, origin in layers:
        value = values.get(setting.name)
        if value in (None, (), []):
            continue
        try:
            return Resolved(setting, setting.parse(value), origin)
        except ValueError as error:
            # What stands before an @ in an address may be a password.
            hidden = setting.secret or "@" in str(value)
            shown = "" if hidden else f", got {value!r}"
            raise ConfigError(f"{origin}: {setting.name}: {error}{shown}") from None
    return Resolved(setting, setting.default, "default")


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


def _files(environment: Mapping[str, str], folder: Path) -> list[tuple[dict[str, Any], str]]:
    named = environment.get("CONFIG_PATH")
    if named:
        project = Path(named).expanduser()
        if not project.is_file():
            raise ConfigError(f"CONFIG_PATH: {project} is no file; name one, or unset CONFIG_PATH")
    else:
        candidates = [parent / PROJECT_FILE for parent in (folder, *folder.parents)]
        project = next((path for path in candidates if path.is_file()), folder / PROJECT_FILE)
    user = platformdirs.user_config_path("passerelle") / "config.toml"
    return [(read_file(path), str(path)) for path in (project, user) if path.is_file()]


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
    values = _yaml(path, text) if path.suffix in (".yaml", ".yml") else _toml(path, text)
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
    return {key: _anchored(key, value, path.parent) for key, value in values.items()}


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = at[1] if at else len(text.splitlines())
        raise ConfigError(f"{path}:{line}: not valid TOML: {error}") from None


def _yaml(path: Path, text: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415  (only who has such a file pays for it)

    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{path}:{line}: not valid YAML") from None
    section = document.get("passerelle") if isinstance(document, dict) else None
    if section is not None and not isinstance(section, dict):
        raise ConfigError(f"{path}: passerelle: expected settings below it")
    return section or {}


def _line_of(key: str, text: str) -> int:
    pattern = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*[=:\]]|^\s*\[+\s*{re.escape(key)}")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if pattern.match(line)), 1)


def _anchored(key: str, value: Any, base: Path) -> Any:
    if key in ("managers", "documents", "plans"):
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return [str(base / Path(item).expanduser()) for item in items]
    if key in ("expects", "logs"):
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return [_anchored_part(item, base) for item in items]
    if key in ("state", "data", "api_key_file", "ca_file") and isinstance(value, str):
        return str(base / Path(value).expanduser())
    return value


def _anchored_part(text: str, base: Path) -> str:
    """`NAME=PATH` or a path alone, which may hold `=` after a slash; a number stays one."""
    name, equals, path = text.partition("=")
    if not equals or "/" in name:
        name, equals, path = "", "", text
    return text if path.isdigit() else f"{name}{equals}{base / Path(path).expanduser()}"
