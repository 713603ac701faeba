"""Letters that people set in `raci.toml`, and what is wrong with that file.

Each table `[[override]]` holds `manager`, `activity` (`configuration/Validation`, or a phase alone
for the four columns), `letter` (`R`, `A`, `R/A`, `C`, `I`, or `-` for no part), `reason`, `by` and,
where it shall end by itself, `until = 2027-01-31`, its last day. An entry that makes no sense is a
finding, and the others count.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from backend.managers.activities import PHASES
from backend.managers.names import Names
from backend.managers.raci_findings import override_evidence
from backend.managers.text import plain
from backend.model.finding import Evidence, Finding, Severity, finding_id
from backend.model.raci import Letter, Override

LARGEST = 1024 * 1024
"""Bytes above which it is not read."""

NO_PART = "-"
"""How the file says that a manager has no letter."""

KINDS = frozenset(("raci-file", "raci-expired"))
"""What a finding about the file may be."""

KEYS = ("manager", "activity", "letter", "reason", "by", "until")

_LETTERS: dict[str, Letter | None] = {
    **{letter: letter for letter in get_args(Letter)},
    "A/R": "R/A",
    NO_PART: None,
}
_TABLE = re.compile(r"^[ \t]*\[\[\s*override\s*\]\]", re.MULTILINE)
_AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the file: where, what, and what was expected instead."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Overrides:
    """The file, read.

    Attributes:
        path: As it is shown.
        live: Entries that count today.
        expired: Entries whose last day is over.
    """

    path: str = ""
    live: tuple[Override, ...] = ()
    expired: tuple[Override, ...] = ()
    problems: tuple[Problem, ...] = ()


NONE = Overrides()


def read_overrides(path: Path | None, today: date) -> Overrides:
    """What people set; nothing where there is no such file."""
    if path is None or not path.exists():
        return NONE
    shown = str(path)
    try:
        if path.stat().st_size > LARGEST:
            return Overrides(shown, problems=(Problem(0, f"has more than {LARGEST:,} bytes"),))
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return Overrides(shown, problems=(Problem(0, f"cannot be read: {reason}"),))
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        return Overrides(shown, problems=(Problem(line, f"not valid TOML: {error}"),))
    return _entries(values, text, shown, today)


def _entries(values: Mapping[str, Any], text: str, path: str, today: date) -> Overrides:
    problems = [
        Problem(_line_of(key, text, 0), f"unknown table {key!r}; expected [[override]] alone")
        for key in values
        if key != "override"
    ]
    tables = values.get("override", [])
    if not isinstance(tables, list):
        tables, line = [], _line_of("override", text, 0)
        problems.append(Problem(line, "expected tables [[override]], with two brackets"))
    starts = [found.start() for found in _TABLE.finditer(text)]
    found: dict[tuple[str, str], Override] = {}
    for number, table in enumerate(tables):
        start = starts[number] if number < len(starts) else 0
        line = text.count("\n", 0, start) + 1
        try:
            one = _entry(table, path, line)
        except _WrongKey as wrong:
            problems.append(Problem(_line_of(wrong.key, text, start), str(wrong)))
            continue
        before = found.setdefault((one.manager, one.activity), one)
        if before is not one:
            told = f"{one.manager}, {one.activity} is set in line {before.line} already; it counts"
            problems.append(Problem(line, told))
    live = tuple(one for one in found.values() if one.until is None or one.until >= today)
    expired = tuple(one for one in found.values() if one not in live)
    return Overrides(path, live, expired, tuple(problems))


class _WrongKey(ValueError):  # noqa: N818  (caught here, and told with its line)
    """An entry that makes no sense, and the key that is to blame."""

    def __init__(self, key: str, told: str) -> None:
        super().__init__(told)
        self.key = key


def _entry(table: Any, path: str, line: int) -> Override:
    if not isinstance(table, dict):
        raise _WrongKey("override", "expected tables [[override]]")
    for key in table.keys() - set(KEYS):
        near = difflib.get_close_matches(key, KEYS, 1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(KEYS)}"
        raise _WrongKey(key, f"unknown key {key!r} in [[override]]; {hint}")
    texts = {key: table.get(key) for key in KEYS[:-1]}
    for key, value in texts.items():
        if not (isinstance(value, str) and value.strip()):
            raise _WrongKey(key, f"expected {key} as text in quotes in each [[override]]")
    letter = str(texts["letter"]).strip().upper()
    if letter not in _LETTERS:
        known = ", ".join(_LETTERS)
        raise _WrongKey("letter", f"{texts['letter']!r} is no letter; expected one of {known}")
    until = table.get("until")
    if not (until is None or type(until) is date):
        raise _WrongKey("until", "expected a day without quotes for until, such as 2027-01-31")
    return Override(
        manager=str(texts["manager"]).strip(),
        activity=activity_named(str(texts["activity"])),
        letter=_LETTERS[letter],
        reason=" ".join(str(texts["reason"]).split()),
        by=" ".join(str(texts["by"]).split()),
        until=until,
        path=path,
        line=line,
    )


def activity_named(text: str) -> str:
    """An activity as the columns are called: `configuration/Validation`, or a phase alone.

    Raises:
        ValueError: It is none; the message says what was expected.
    """
    capability, slash, phase = text.strip().rpartition("/")
    known = {plain(one): one for one in PHASES}
    if plain(phase.strip()) not in known or (slash and not capability.strip()):
        raise _WrongKey(
            "activity",
            f"{text!r} is no activity; expected one of {', '.join(PHASES)}, alone or behind a "
            "capability and a slash, such as configuration/Validation",
        )
    return f"{capability.strip()}{slash}{known[plain(phase.strip())]}"


def _line_of(key: str, text: str, start: int) -> int:
    """The line of a key, or of the table it stands in, from 1."""
    end = _TABLE.search(text, start + 1) if start else None
    stop = end.start() if end else len(text)
    found = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=|^\s*\[+\s*{re.escape(key)}",
                       re.MULTILINE).search(text, start, stop)  # fmt: skip
    at = found.end() if found else start
    return text.count("\n", 0, at) + 1


def resolved(given: Overrides, names: Names) -> Overrides:
    """The same with managers called as their folders are; unknown ones are a problem."""
    live, problems = [], list(given.problems)
    for one in given.live:
        name = names.short(one.manager)
        if name is None:
            told = f"no manager {one.manager!r} here; expected the name of its folder"
            problems.append(Problem(one.line, told))
        else:
            live.append(one.model_copy(update={"manager": name}))
    return replace(given, live=tuple(live), problems=tuple(problems))


def override_findings(given: Overrides) -> Iterator[Finding]:
    """What is wrong with the file, and which of its entries have run out."""
    for problem in given.problems:
        evidence = Evidence(kind="file", path=given.path, line=problem.line, text=problem.text)
        place = f"{given.path}:{problem.line}" if problem.line else given.path
        yield Finding(
            id=finding_id("raci-file", (Path(given.path).name,), problem.text),
            kind="raci-file",
            severity=Severity.ACT,
            subjects=(given.path,),
            summary=f"{place}: {problem.text}",
            remedy="Correct it; until then the entry does not count, the others do.",
            evidence=(evidence,),
        )
    for one in given.expired:
        yield Finding(
            id=finding_id("raci-expired", (one.manager, one.activity)),
            kind="raci-expired",
            severity=Severity.LOOK,
            subjects=(one.manager, one.activity),
            summary=f"{one.manager}, {one.activity}: {one.letter or 'no part'}, set by {one.by}, "
            f"ran out on {one.until}",
            remedy="Give it a new day with a reason, or take it out of the file.",
            evidence=(override_evidence(one),),
        )
