"""Which lines of a document are code, where fences follow no standard."""

import re
from collections.abc import Iterable, Iterator, Sequence

_AT_START = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})(?!.*```)[ \t]*(.*?)[ \t]*$")
_AT_END = re.compile(r"(`{3,})[\w+#.-]*[ \t]*$")
_CLOSING_WORDS = ("", "plaintext")  # editors wrote the latter after blocks as often as before
_TASK_AHEAD = ("- [", "* [", "☐", "☑", "✅")


def code_lines(lines: Sequence[str]) -> list[bool]:
    """Tell for every line whether it belongs to a code block, its fences included."""
    code = [False] * len(lines)
    for block in code_blocks(enumerate(lines)):
        code[block.start : block.stop] = [True] * len(block)
    return code


def code_blocks(lines: Iterable[tuple[int, str]]) -> Iterator[range]:
    """The code blocks of a document, by index, their fences included.

    A fence without a language (or with `plaintext`) opens and closes by turns; one with a
    language always opens. A block that is never closed is text: nothing in it is hidden. A fence
    at the end of a line of text opens a block below it, one with a task behind it closes; both
    lines remain text.

    Args:
        lines: With their indexes, in order; all that hold a fence.
    """
    first, marker = -1, ""  # the open block's first line, and its fence
    for index, line in lines:
        if "```" not in line and "~~~" not in line:
            continue
        start = _AT_START.match(line)
        fence = start[1] if start else _fence_at_end(line)
        if not fence or len(fence) < len(marker):
            continue
        if marker and start and _closes(start[2]):
            yield range(first, index + (start[2] in _CLOSING_WORDS))
            first, marker = -1, ""
        else:
            first, marker = (index if start else index + 1), fence


def _fence_at_end(line: str) -> str:
    match = _AT_END.search(line)
    return match[1] if match and line.count("```") % 2 else ""


def _closes(words: str) -> bool:
    return words in _CLOSING_WORDS or words.startswith(_TASK_AHEAD)
