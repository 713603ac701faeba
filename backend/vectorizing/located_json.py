"""JSON whose objects know the line that they begin in."""

import json
import json.decoder
import json.scanner
from bisect import bisect_left
from typing import Any


class Located(dict[str, Any]):
    """A JSON object.

    Attributes:
        line: Where it begins, counted from 1.
    """

    line: int = 0


def load(text: str) -> Any:
    """A document, each of its objects a `Located`.

    Raises:
        json.JSONDecodeError: It is no JSON; says line and column.
        RecursionError: It is nested deeper than Python goes.
    """
    return _Decoder(text).decode(text)


class _Decoder(json.JSONDecoder):
    """The standard library's, in Python, where objects can be asked for their place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._ends = [index for index, character in enumerate(text) if character == "\n"]
        self.parse_object = self._object
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    def _object(self, text_and_start: tuple[str, int], *arguments: Any) -> tuple[Any, int]:
        found, end = json.decoder.JSONObject(  # type: ignore[attr-defined]
            text_and_start, *arguments
        )
        located = Located(found)
        located.line = bisect_left(self._ends, text_and_start[1] - 1) + 1
        return located, end
