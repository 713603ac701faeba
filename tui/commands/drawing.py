"""Whether there is a terminal that the dashboard can be drawn on, and in which signs."""

import codecs
import os
import sys

_CANNOT_MOVE = ("dumb", "unknown")
"""Values of TERM for which nothing at all is drawn."""


def why_not() -> str:
    """Why nothing can be drawn here, and what to do; empty where it can."""
    # Textual draws on stderr: redirected, it would fill a file with the picture.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        needed = "a terminal on stdin, stdout and stderr"
    elif (term := os.environ.get("TERM", "")).lower() in _CANNOT_MOVE:
        needed = f"a terminal that can move its cursor, which TERM={term} cannot: set TERM"
    else:
        return ""
    return f"the dashboard needs {needed}; headless: `passerelle watch`"


def takes_unicode() -> bool:
    """Whether what is drawn is sent as UTF-8, and not in an encoding that lacks most signs."""
    return codecs.lookup(sys.stderr.encoding).name == "utf-8"
