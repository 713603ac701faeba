"""The operator's own command, run when an alert fires and when it is resolved."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping

from backend.model.alerts import Alert

PATIENCE = 10.0
"""Seconds before a command that does not end is ended, with all that it started."""

_SECRETS = ("QDRANT_API_KEY", "PASSERELLE_API_KEY", "PASSERELLE_GATEWAY_TOKEN")


def environment(alert: Alert, ours: Mapping[str, str]) -> dict[str, str]:
    """The environment of the command: ours without our secrets, and the alert in words."""
    told = {
        "NAME": alert.name,
        "TITLE": alert.title,
        "SUBJECT": alert.subject.replace("\0", ""),
        "STATE": alert.state,
        "VALUE": "" if alert.low is None else f"{alert.low:g}",
        "LIMIT": f"{alert.limit:g}",
        "UNIT": alert.unit,
        "EVIDENCE": alert.evidence.replace("\0", ""),
        "SINCE": alert.since.isoformat(),
    }
    kept = {name: value for name, value in ours.items() if name not in _SECRETS}
    return {**kept, **{f"PASSERELLE_ALERT_{name}": value for name, value in told.items()}}


async def run(command: tuple[str, ...], alert: Alert) -> str:
    """Run `command NAME STATE`, without a shell and without our output.

    Returns:
        Why it did not do its work; empty where it did.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            alert.name,
            alert.state,
            env=environment(alert, os.environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a name holds a zero byte"
        return f"the alert command {command[0]} cannot be started: {reason}"
    try:
        async with asyncio.timeout(PATIENCE):
            code = await process.wait()
    except TimeoutError:
        return f"the alert command {command[0]} was ended after {PATIENCE:g} s"
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    return f"the alert command {command[0]} ended with exit code {code}" if code else ""
