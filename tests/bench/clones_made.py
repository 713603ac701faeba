"""Functions copied and changed in five ways, each pair hidden in two files of its own.

The classes are those of Roy and Cordy's mutation framework (2009), as BigCloneEval uses them:
T1 other white space and comments; T2 every name of its own and every literal changed, one for
one; T3 a share of the lines added, removed or replaced by lines of other functions; both.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tree_sitter_go
from tree_sitter import Language, Parser

FEWEST_TOKENS, LINES = 100, range(15, 61)
"""Functions that are worth copying."""

_QUOTED = r"\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'"
_NAME = re.compile(rf"{_QUOTED}|//[^\n]*|[A-Za-z_]\w*|\d[\w.]*")
_TOKEN = re.compile(rf"{_QUOTED}|\w+|[^\w\s]")
_COMMENT = re.compile(r"^\s*//[^\n]*\n|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_WORDS = """
    break case chan const continue default defer else fallthrough for func go goto if import
    interface map package range return select struct switch type var any bool byte error float32
    float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr append
    cap clear close copy delete len make max min new panic recover nil true false iota _
"""
_KEPT = frozenset(_WORDS.split())


@dataclass(frozen=True)
class Made:
    """One injected clone: two files and the lines where original and copy stand in them.

    Attributes:
        kind: Its class.
        files: Paths relative to the folder, of the original and of the copy.
        spans: First and last line in each.
    """

    kind: str
    files: tuple[str, str]
    spans: tuple[tuple[int, int], tuple[int, int]]


def make_clones(tree: Path, folder: Path, each: int, seed: int) -> list[Made]:
    """Write `each` clones of every class below `folder`, from functions of a Go tree.

    Raises:
        ValueError: The tree has too few functions of that size.
    """
    chance = random.Random(seed)
    functions = _functions(tree)
    needed = 3 * each * len(CLASSES)
    if len(functions) < needed:
        raise ValueError(f"{tree} has {len(functions)} functions to choose from, not {needed}")
    chosen = chance.sample(functions, needed)
    pool = [line for text in functions[:2000] for line in text.split("\n") if _is_simple(line)]
    made = []
    for kind, change in CLASSES.items():
        for number in range(each):
            original, *fillers = (chosen.pop() for _ in range(3))
            copy = change(original, chance, pool)
            name = f"{re.sub(r'[^0-9A-Za-z]', '', kind).lower()}_{number}"
            files = (f"original/{name}.go", f"copy/{name}.go")
            spans = tuple(
                _write(folder / file, filler, fragment)
                for file, filler, fragment in zip(files, fillers, (original, copy), strict=True)
            )
            made.append(Made(kind, files, (spans[0], spans[1])))
    return made


def _write(path: Path, filler: str, fragment: str) -> tuple[int, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = f"package p\n\n{filler}\n\n"
    path.write_text(f"{before}{fragment}\n", encoding="utf-8")
    start = before.count("\n") + 1
    return start, start + fragment.count("\n")


def _functions(tree: Path) -> list[str]:
    """Every function of a fit size, once, in the order of the paths; tests left out."""
    parser = Parser(Language(tree_sitter_go.language()))
    found = dict[str, None]()
    for path in sorted(tree.rglob("*.go")):
        if path.name.endswith("_test.go") or {"testdata", "vendor"} & set(path.parts):
            continue
        source = path.read_bytes()
        if b"DO NOT EDIT" in source:
            continue
        for node in parser.parse(source).root_node.children:
            if node.type in ("function_declaration", "method_declaration") and node.text:
                text = node.text.decode("utf-8", "replace").replace("\r", "")
                code = _COMMENT.sub("", text)
                if code.count("\n") + 1 in LINES and len(_TOKEN.findall(code)) >= FEWEST_TOKENS:
                    found[text] = None
    return list(found)


def _reformatted(text: str, chance: random.Random, _: list[str]) -> str:
    lines: list[str] = []
    quoted = False
    for line in text.split("\n"):
        if not quoted and chance.random() < 0.2:
            lines.append(chance.choice(("", "\t// as seen elsewhere", "\t\t/* kept */")))
        lines.append(line if quoted else line.replace("\t", "    "))
        quoted ^= line.count("`") % 2 == 1
    return "\n".join(lines)


def _renamed(text: str, chance: random.Random, _: list[str]) -> str:
    names: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        word = found.group()
        if word in _KEPT or word.startswith("//"):
            return word
        if word[0] in '"`':
            return word[0] + f"text {chance.randrange(1000)}" + word[0]
        if word[0] == "'":
            return "'q'"
        if word[0].isdigit():
            return str(chance.randrange(1000))
        prefix = "Other" if word[0].isupper() else "other"
        return names.setdefault(word, f"{prefix}{len(names)}")

    return _NAME.sub(other, text)


def _edited(share: float) -> Callable[[str, random.Random, list[str]], str]:
    def change(text: str, chance: random.Random, pool: list[str]) -> str:
        lines = text.split("\n")
        for _ in range(max(1, round(share * len(lines)))):
            simple = [n for n, line in enumerate(lines[:-1]) if n and _is_simple(line)]
            act = chance.choice(("add", "remove", "replace")) if simple else "add"
            places = simple or [n for n, line in enumerate(lines) if n and line.endswith("{")]
            at = chance.choice(places or [1])
            lines[at : at + (act != "add")] = [] if act == "remove" else [chance.choice(pool)]
        return "\n".join(lines)

    return change


def _is_simple(line: str) -> bool:
    """Whether a line is a statement by itself, so that it can come and go."""
    text = line.strip()
    return (
        len(text) > 5
        and not text.startswith(("//", "case ", "default", ".", ")", "}", "*", "/*"))
        and text[-1] not in "{(,:[+-*/|&`."
        and text.count("(") == text.count(")")
        and text.count("{") == text.count("}")
        and "`" not in text
    )


def _both(text: str, chance: random.Random, pool: list[str]) -> str:
    return _edited(0.1)(_renamed(text, chance, pool), chance, pool)


CLASSES: dict[str, Callable[[str, random.Random, list[str]], str]] = {
    "T1": _reformatted,
    "T2": _renamed,
    "T3-10 %": _edited(0.1),
    "T3-20 %": _edited(0.2),
    "T2+T3-10 %": _both,
}
