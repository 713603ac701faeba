"""The gateway's answers as models, whichever of the five shapes a manager's status has."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from backend.gateway.vocabulary import MOCK, status_of
from backend.model.gateway import ManagerClaim

NANOSECONDS = 1_000_000_000
"""Go's `time.Duration` is written as a whole number of these."""

_CHECKED = ("last_check", "check_time", "last_update")
_FLAGS = (("is_healthy", "healthy"), ("is_running", "running"), ("is_initialized", "initialized"))

Raw = Mapping[str, Any]


def object_of(body: bytes) -> Raw:
    """The JSON object in an answer.

    Raises:
        ValueError: It is something else.
    """
    value = json.loads(body)
    if not isinstance(value, dict):
        raise ValueError("expected a JSON object")
    return value


def entries(answer: Raw) -> Iterator[tuple[str, Raw]]:
    """The managers of a list of objects or names, or of an object by name; name and what is said.

    Raises:
        ValueError: There is no such list.
    """
    managers = answer.get("managers")
    if isinstance(managers, dict):
        managers = [{"name": name, "status": status} for name, status in managers.items()]
    if not isinstance(managers, list):
        raise ValueError("expected managers to be a list")
    for entry in managers:
        if isinstance(entry, str):
            yield entry, {}
        elif isinstance(entry, dict) and isinstance(entry.get("name"), str):
            yield entry["name"], flat(entry)


def flat(entry: Raw) -> Raw:
    """An entry whose status is an object of its own, with that object's fields beside the rest."""
    status = entry.get("status")
    return {**entry, "status": None, **status} if isinstance(status, dict) else entry


def claim(name: str, entry: Raw, static: tuple[str, ...] = ()) -> ManagerClaim:
    """One manager as an entry of `entries` claims it to be."""
    said = status_said(entry)
    return ManagerClaim(
        name=name,
        status=status_of(said),
        said=said,
        errors=_errors(entry.get("errors")),
        checked=next((at for part in _CHECKED if (at := moment(entry.get(part)))), None),
        uptime=_uptime(entry.get("uptime")),
        mock=_mock(entry, said),
        static=static,
    )


def status_said(entry: Raw) -> str:
    """The word for a status, from a word, or from the flags that say it with yes and no."""
    for part in ("status", "state", "health"):
        if isinstance(entry.get(part), str) and entry[part].strip():
            return str(entry[part]).strip()
    told = [(flag, word) for flag, word in _FLAGS if isinstance(entry.get(flag), bool)]
    if not told:
        return ""
    true = next((word for flag, word in told if entry[flag]), None)
    return true or ("unhealthy" if told[0][0] == "is_healthy" else "stopped")


def moving(entry: Raw) -> Mapping[str, str]:
    """The parts of an entry that change while a manager lives, as text fit for comparing."""
    parts = {part: entry[part] for part in (*_CHECKED, "uptime", "metrics") if entry.get(part)}
    return {part: json.dumps(value, sort_keys=True) for part, value in parts.items()}


def moment(value: Any) -> datetime | None:
    """A time as Go writes it; None where it is none, or Go's zero time, which means never."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return None if at.year == 1 else at if at.tzinfo else at.replace(tzinfo=UTC)


def number(value: Any) -> int | None:
    """A count; None where it is none. JSON's true is no count."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _errors(value: Any) -> tuple[str, ...]:
    return tuple(str(error) for error in value) if isinstance(value, list) else ()


def _uptime(value: Any) -> str:
    if isinstance(value, str):
        return value
    nanoseconds = number(value)
    return "" if nanoseconds is None else f"{nanoseconds / NANOSECONDS:.0f} s"


def _mock(entry: Raw, said: str) -> str:
    metrics, details = entry.get("metrics"), entry.get("details")
    for place, part in (("metrics.", metrics), ("details.", details), ("", entry)):
        if isinstance(part, dict) and part.get("is_mock") is True:
            return f"{place}is_mock"
    if MOCK in said.lower():
        return "status"
    return "version" if MOCK in str(entry.get("version", "")).lower() else ""
