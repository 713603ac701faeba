"""API keys in files: for their owner's eyes alone.

This module imports no pydantic: settings are read before the first paint.
"""

import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_key(path: Path) -> str:
    """The key that a file holds, without the line break at its end.

    Raises:
        ValueError: Others may read the file, or it holds no key; the message never quotes it.
    """
    try:
        mode = path.stat().st_mode
        if mode & OTHERS:
            raise ValueError(
                f"{path} is open to others (mode {stat.S_IMODE(mode):04o}); run: chmod 600 {path}"
            )
        key = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no text; expected the key alone") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    if not key or len(key.split()) != 1:
        raise ValueError(f"{path} does not hold one key; expected the key alone")
    return key
