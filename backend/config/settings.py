"""Every setting: its name, its default, how it is read."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from backend.config import keys, parsing
from backend.config.aliases import Alias
from backend.config.entries import of_a_file
from backend.limits.limits import Limits, read_limits

RACI_FILE = "raci.toml"
"""Beside the project's settings file where there is one, else in the user's own folder of them."""


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
        source_api_key: The same of a Qdrant that is moved from; never printed.
        source_api_key_file: Where its key stands.
        source_ca_file: Certificates of its authority.
        source_insecure_tls: Whether any certificate of it will do.
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
        bell: Whether the terminal's bell rings where something has to be acted upon.
        raci_file: Letters of the responsibility matrix that people set.
        suppress: Findings of a scan that are accepted, with the reason.
        allow_actions: Whether the screen may change things.
        keys: Keys that were chosen for actions, those of the nearest file for each.
        aliases: Further names of managers, those of the nearest file for each.
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
    source_api_key: str
    source_api_key_file: Path | None
    source_ca_file: Path | None
    source_insecure_tls: bool
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
    bell: bool
    raci_file: Path
    suppress: tuple[parsing.Accepted, ...]
    allow_actions: bool
    keys: tuple[keys.Chosen, ...]
    aliases: tuple[Alias, ...]

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
        flag: Its flag, where that is not simply made from its name.
    """

    name: str
    parse: Callable[[Any], Any]
    default: Any
    help: str
    environment: tuple[str, ...] = ()
    secret: bool = False
    flag: str = ""

    def flag_name(self) -> str:
        """The flag that people type for it."""
        return self.flag or f"--{self.name.replace('_', '-')}"


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
        if self.setting.name == "suppress":
            return ", ".join(item.id for item in self.value) or "none"
        if isinstance(self.value, tuple):
            return ", ".join(str(item) for item in self.value) or "none"
        if self.value == "":
            return "none"
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return "none" if self.value is None else str(self.value)


SETTINGS = (
    Setting("managers", parsing.paths, (), "folder with managers"),
    Setting(
        "documents",
        parsing.paths,
        (),
        "Markdown whose claims are set beside the code",
        flag="--document",
    ),
    Setting("plans", parsing.paths, (), "plan file or folder", flag="--plan"),
    Setting(
        "qdrant", parsing.addresses, ("http://localhost:6333",), "address of Qdrant, or several"
    ),
    Setting(
        "collections", parsing.names, (), "collections to look at closely", flag="--collection"
    ),
    Setting("api_key", parsing.text, "", "Qdrant's api key", ("QDRANT_API_KEY",), secret=True),
    Setting(
        "api_key_file",
        parsing.existing_file,
        None,
        "file that holds the api key, readable by its owner",
    ),
    Setting(
        "ca_file",
        parsing.existing_file,
        None,
        "certificates of the authority that vouches for Qdrant",
    ),
    Setting("insecure_tls", parsing.truth, False, "accept any certificate from Qdrant"),
    Setting("source_api_key", parsing.text, "", "api key of a Qdrant moved from", secret=True),
    Setting(
        "source_api_key_file",
        parsing.existing_file,
        None,
        "file that holds it, readable by its owner",
    ),
    Setting(
        "source_ca_file",
        parsing.existing_file,
        None,
        "certificates of the authority that vouches for the Qdrant moved from",
    ),
    Setting(
        "source_insecure_tls",
        parsing.truth,
        False,
        "accept any certificate from it",
    ),
    Setting(
        "state",
        lambda value: parsing.path(parsing.text(value)),
        platformdirs.user_state_path("passerelle"),
        "folder for journals and logs",
    ),
    Setting("data", parsing.path, None, "default source of vectors", ("PYTHON_DATA_PATH",)),
    Setting("batch_size", parsing.positive, 256, "points in one request", ("BATCH_SIZE",)),
    Setting("workers", parsing.positive, 5, "requests in flight during a migration"),
    Setting("window", parsing.seconds, 60.0, "seconds over which latencies are counted"),
    Setting("probe_rate", parsing.rate, 0.0, "searches of our own a second, a load; 0 for none"),
    Setting(
        "watch_collections",
        parsing.texts,
        (),
        "collections that somebody else fills",
        flag="--watch-collection",
    ),
    Setting(
        "expects",
        parsing.texts,
        (),
        "points that should arrive there: a number or a source",
        flag="--expect",
    ),
    Setting("logs", parsing.texts, (), "logs of the tools that fill them", flag="--log"),
    Setting(
        "claim_patterns",
        parsing.lines,
        (),
        "regular expressions for claims in those logs",
        flag="--claim-pattern",
    ),
    Setting("theme", parsing.text, "dark", "theme of the screen"),
    Setting("ascii", parsing.truth, False, "draw with ASCII only"),
    Setting("log_level", parsing.level, "info", "what the log keeps", ("LOG_LEVEL",)),
    Setting("gateway", parsing.address, "", "address of the Go side's API gateway"),
    Setting("gateway_token", parsing.text, "", "the gateway's token", secret=True),
    Setting("limits", read_limits, Limits(), "what must hold: a table [limits] in a file"),
    Setting(
        "alert_command", parsing.command, (), "command and arguments, run when an alert changes"
    ),
    Setting("bell", parsing.truth, False, "ring the terminal's bell when an alert fires"),
    Setting(
        "raci_file",
        lambda value: parsing.path(parsing.text(value)),
        platformdirs.user_config_path("passerelle") / RACI_FILE,
        "letters of the responsibility matrix that people set",
    ),
    Setting("suppress", parsing.accepted, (), "accepted findings: tables [[suppress]] in a file"),
    Setting("allow_actions", parsing.truth, False, "let the screen change things"),
    Setting("keys", of_a_file("keys"), (), "keys of actions: a table [keys] in a file"),
    Setting(
        "aliases",
        of_a_file("aliases"),
        (),
        "further names of managers: a table [aliases] in a file",
    ),
)
