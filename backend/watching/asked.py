"""What is to be watched, as the settings say it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.config import ConfigError, Settings
from backend.watching.lines import GROUPS
from backend.watching.sentences import whole


@dataclass(frozen=True)
class Asked:
    """One collection to watch.

    Attributes:
        expected: A number of points, or the source that they come from; None where not said.
        logs: Where its tool tells how it goes; they need not exist yet.
        patterns: Regular expressions with named groups that claims are read by.
    """

    collection: str
    expected: int | Path | None = None
    logs: tuple[Path, ...] = ()
    patterns: tuple[str, ...] = ()


def asked(settings: Settings) -> tuple[Asked, ...]:
    """Every collection to watch, in the order given.

    A value of `--expect` or `--log` may begin with `NAME=`; it must where several collections
    are watched.

    Raises:
        ConfigError: Naming the option and what to do.
    """
    names = tuple(dict.fromkeys(settings.watch_collections))
    for pattern in settings.claim_patterns:
        _check(pattern)
    expected = _by_collection("--expect", settings.expects, names)
    logs = _by_collection("--log", settings.logs, names)
    return tuple(
        Asked(
            collection=name,
            expected=_expected(name, expected.get(name, [])),
            logs=tuple(Path(log).expanduser() for log in dict.fromkeys(logs.get(name, []))),
            patterns=settings.claim_patterns,
        )
        for name in names
    )


def _by_collection(
    option: str, values: Sequence[str], names: Sequence[str]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values:
        name = next((name for name in names if value.startswith(f"{name}=")), None)
        if name is not None:
            found.setdefault(name, []).append(value.removeprefix(f"{name}="))
        elif len(names) == 1:
            found.setdefault(names[0], []).append(value)
        elif names:
            raise ConfigError(
                f"{option} {value}: which collection is this about? "
                f"Write {option} NAME={value} with one of {', '.join(names)}"
            )
        else:
            raise ConfigError(f"{option} {value}: name the collection with --watch-collection NAME")
    return found


def _expected(name: str, values: Sequence[str]) -> int | Path | None:
    if not values:
        return None
    if len(values) > 1:
        raise ConfigError(f"--expect is given {len(values)} times for {name}; give it once")
    number = whole(values[0])
    path = Path(values[0]).expanduser()
    if number is None and not path.exists():
        raise ConfigError(
            f"--expect {values[0]}: neither a number of points nor a file or folder that exists"
        )
    return path if number is None else number


def _check(pattern: str) -> None:
    try:
        groups = set(re.compile(pattern).groupindex)
    except re.error as error:
        raise ConfigError(
            f"claim_patterns: {pattern!r} is no regular expression: {error}"
        ) from None
    if not groups & GROUPS:
        raise ConfigError(
            f"claim_patterns: {pattern!r} names no group of {', '.join(sorted(GROUPS))}; "
            r"write such as (?P<migrated>\d+)"
        )
