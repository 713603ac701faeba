"""Whether a migration is held to a pace, as its process was started."""

import psutil

_OPTION = "--pace"


def is_paced(pid: int) -> bool | None:
    """Whether that process was started with a pace; None where it cannot be seen."""
    try:
        arguments = psutil.Process(pid).cmdline()
    except (psutil.Error, OSError, ValueError):
        return None
    if not arguments:
        return None
    return any(one == _OPTION or one.startswith(f"{_OPTION}=") for one in arguments)
