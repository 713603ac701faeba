"""Values as people write them: each function takes text or a file's value.

All of them raise ValueError saying what was expected, never repeating what was given: it may be
a secret.
"""

import os
import shlex
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

LOG_LEVELS = ("debug", "info", "warning", "error")
MOST = 10_000
"""Of what is counted: requests in flight, points in one of them."""


def paths(value: Any) -> tuple[Path, ...]:
    """Paths, from a list or from text with the system's separator between them."""
    if isinstance(value, str):
        value = [part for part in value.split(os.pathsep) if part]
    if not isinstance(value, list | tuple) or not all(isinstance(v, str | Path) for v in value):
        raise ValueError("expected a path or a list of paths")
    return tuple(Path(item).expanduser() for item in value)


def path(value: Any) -> Path | None:
    """One path; None stays None."""
    if value is None:
        return None
    if not isinstance(value, str | Path):
        raise ValueError("expected a path")
    return Path(value).expanduser()


def texts(value: Any) -> tuple[str, ...]:
    """Texts, from a list or from text with the system's separator between them."""
    if isinstance(value, str):
        value = [part for part in value.split(os.pathsep) if part]
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) and v for v in value):
        raise ValueError("expected text in quotes or a list of it")
    return tuple(value)


def lines(value: Any) -> tuple[str, ...]:
    """Texts, from a list or one a line."""
    return texts(value.splitlines() if isinstance(value, str) else value)


def text(value: Any) -> str:
    """Text."""
    if not isinstance(value, str):
        raise ValueError("expected text in quotes")
    return value


def command(value: Any) -> tuple[str, ...]:
    """A command and its arguments, from a list or as a shell would split it."""
    if isinstance(value, str):
        value = shlex.split(value)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("expected a command and its arguments, as a list of text in quotes")
    return tuple(value)


def level(value: Any) -> str:
    """One of `LOG_LEVELS`."""
    word = text(value).lower()
    if word not in LOG_LEVELS:
        raise ValueError(f"expected one of {', '.join(LOG_LEVELS)}")
    return word


def positive(value: Any) -> int:
    """A whole number from 1 to `MOST`."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        number = 0
    if not 1 <= number <= MOST:
        raise ValueError(f"expected a whole number from 1 to {MOST}")
    return number


def seconds(value: Any) -> float:
    """Seconds from 1 to a day."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 1 <= number <= 86_400:
        raise ValueError("expected seconds from 1 to 86400")
    return number


def rate(value: Any) -> float:
    """A number a second, from 0 to 1000."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 1000:
        raise ValueError("expected a number from 0 to 1000")
    return number


def truth(value: Any) -> bool:
    """Yes or no, in the words that files and environments use; empty is no."""
    word = str(value).lower()
    if word not in ("1", "true", "yes", "0", "false", "no", ""):
        raise ValueError("expected true or false")
    return word in ("1", "true", "yes")


def address(value: Any) -> str:
    """An HTTP address: host, port and path, without a password."""
    url = text(value).rstrip("/")
    try:
        parts = urlsplit(url)
        (parts.hostname or "").encode("idna")  # what fails here fails when it is looked up
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        usable = usable and url.isprintable() and " " not in url
    except ValueError:
        usable = False
        parts = urlsplit("")
    if parts.username or parts.password:
        raise ValueError(
            "expected an address without a password; set QDRANT_API_KEY instead, "
            "or PASSERELLE_GATEWAY_TOKEN for the gateway"
        )
    if not usable or parts.query or parts.fragment:
        raise ValueError("expected an address such as http://localhost:6333")
    return url


def addresses(value: Any) -> tuple[str, ...]:
    """One address, or several as a list or with commas between them; the first is the main one."""
    return tuple(dict.fromkeys(address(name) for name in names(value)))


def names(value: Any) -> tuple[str, ...]:
    """Texts, from a list or with commas between them."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("expected text in quotes, or a list of such")
    return tuple(value)


def existing_file(value: Any) -> Path | None:
    """A file that exists; None stays None."""
    found = path(value)
    if found is not None and not found.is_file():
        raise ValueError("expected a file that exists")
    return found


class Accepted(NamedTuple):
    """A finding that people accept: its id, why, and until which day, None for good."""

    id: str
    reason: str
    until: date | None


def accepted(value: Any) -> tuple[Accepted, ...]:
    """Tables `[[suppress]]` with `id`, `reason` and, where they like, `until = 2027-01-31`."""
    if not isinstance(value, list | tuple):
        raise ValueError("expected tables [[suppress]] in a settings file")
    return tuple(_accepted(table) for table in value)


def _accepted(table: Any) -> Accepted:
    if not isinstance(table, dict):
        raise ValueError("expected tables [[suppress]] with id and reason")
    unknown = sorted(table.keys() - set(Accepted._fields))
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r} in [[suppress]]; known: id, reason, until")
    found, reason, until = (table.get(key) for key in Accepted._fields)
    if not (isinstance(found, str) and found and isinstance(reason, str) and reason.strip()):
        raise ValueError("expected an id and a reason, both text, in each [[suppress]]")
    if not (until is None or type(until) is date):
        raise ValueError("expected a day such as 2027-01-31 for until in [[suppress]]")
    return Accepted(found, reason, until)
