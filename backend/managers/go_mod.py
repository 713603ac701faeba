"""go.mod and go.work as text: their directives, whatever else stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`|(//.*)|((?:(?!//)[^\s()"`])+|[()])')
_NUMBER = re.compile(r"[0-9]+")
_FOLDER = re.compile(r"\.\.?(?:[/\\]|$)|[/\\]|[A-Za-z]:")
"""How a path begins that is no module's, on any system."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """One `replace`.

    Attributes:
        version: The only version it is for; empty where it is for all.
        target: A folder as written, or a module path.
        target_version: Empty for folders.
    """

    path: str
    version: str
    target: str
    target_version: str

    @property
    def local(self) -> bool:
        """Whether it leads to a folder."""
        return not self.target_version and _FOLDER.match(self.target) is not None


@dataclass(frozen=True, slots=True)
class GoMod:
    """One go.mod or go.work.

    Attributes:
        module: Module path; empty where it names none.
        go: Language version; empty where it names none.
        required: Module path to version.
        ignored: Folders that patterns leave out; those with `./` lie at the module's top.
        used: Folders of a workspace, as written.
    """

    module: str = ""
    go: str = ""
    required: tuple[tuple[str, str], ...] = ()
    replaced: tuple[Replacement, ...] = ()
    ignored: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


def read_go_mod(file: Path) -> GoMod:
    """Read go.mod or go.work; one that cannot be read says nothing."""
    try:
        text = file.read_text("utf-8-sig", errors="replace")
    except OSError:
        return GoMod()
    said: dict[str, list[list[str]]] = {}
    for directive, *arguments in _statements(text):
        if arguments:
            said.setdefault(directive, []).append(arguments)
    return GoMod(
        module=said["module"][0][0] if "module" in said else "",
        go=said["go"][0][0] if "go" in said else "",
        required=tuple((item[0], item[1]) for item in said.get("require", ()) if len(item) > 1),
        replaced=tuple(_replacements(said.get("replace", []))),
        ignored=tuple(item[0] for item in said.get("ignore", ())),
        used=tuple(item[0] for item in said.get("use", ())),
    )


def version_key(version: str) -> tuple[int, ...]:
    """Orders versions by their numbers: `v1.10.0` is newer than `v1.9.2`."""
    return tuple(int(number) for number in _NUMBER.findall(version))


def _statements(text: str) -> Iterator[list[str]]:
    """Directive and arguments of each line; lines of a block get its directive in front."""
    block = ""
    for line in text.splitlines():
        words = list(_words(line))
        if not words:
            continue
        if block:
            if words == [")"]:
                block = ""
            else:
                yield [block, *words]
        elif words[-1] == "(":
            block = words[0]
        else:
            yield words


def _words(line: str) -> Iterator[str]:
    for quoted, raw, comment, plain in _TOKEN.findall(line):
        if comment:
            return
        yield quoted or raw or plain


def _replacements(statements: list[list[str]]) -> Iterator[Replacement]:
    for words in statements:
        if "=>" not in words:
            continue
        arrow = words.index("=>")
        old, new = words[:arrow], words[arrow + 1 :]
        if old and new:
            yield Replacement(old[0], "".join(old[1:2]), new[0], "".join(new[1:2]))
