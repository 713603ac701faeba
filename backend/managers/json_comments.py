"""Objects in JSON with comments, as the files of TypeScript and Node are written."""

import json
import re
from pathlib import Path
from typing import Any

from backend.managers.files import content
from backend.managers.source import Trouble

_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*+")|//[^\n]*+|/\*.*?\*/', re.DOTALL)
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[}\]])')


def json_object(path: Path) -> dict[str, Any]:
    """What a file says; nothing where there is none, or it is no object.

    Comments and commas behind the last member are allowed.
    """
    source = content(path)
    if isinstance(source, Trouble):
        return {}
    text = source.decode("utf-8-sig", "replace")
    for left_out in (_COMMENT, _COMMA):
        text = left_out.sub(lambda found: found[1] or "", text)
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
