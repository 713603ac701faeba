"""From verdicts to alerts: what must last before it pages, and before it is over."""

from dataclasses import dataclass, replace

from backend.model.alerts import AlertState, Verdict

_SETTLED: dict[Verdict, AlertState] = {"within": "ok", "cannot tell": "unknown", "idle": "idle"}


@dataclass(frozen=True)
class Standing:
    """How one limit stands.

    Attributes:
        since: Monotonic seconds at which it came into this state.
        calm: While firing: since when no verdict has been beyond or in doubt; else None.
    """

    state: AlertState
    since: float
    calm: float | None = None


def step(
    before: Standing | None, verdict: Verdict, now: float, hold: float, clear: float
) -> Standing:
    """How a limit stands after one more verdict.

    Only an unbroken row of `beyond` fires, and only an unbroken row without it resolves; doubt
    does neither, so that a server which falls silent resolves nothing.

    Args:
        before: None at the first verdict.
        verdict: What the latest values say.
        now: Monotonic seconds, never less than at the verdict before.
        hold: Seconds of `beyond` before it fires.
        clear: Seconds without it before it is resolved, and until a resolved one is forgotten.
    """
    if before is not None and before.state == "firing":
        return _firing(before, verdict, now, clear)
    if verdict == "beyond":
        pending = before if before and before.state == "pending" else Standing("pending", now)
        return Standing("firing", now) if now - pending.since >= hold else pending
    settled = _SETTLED[verdict]
    if before is not None:
        fresh = before.state == "resolved" and now - before.since < clear
        if before.state == settled or (fresh and settled != "unknown"):
            return before
    return Standing(settled, now)


def _firing(before: Standing, verdict: Verdict, now: float, clear: float) -> Standing:
    if verdict in ("beyond", "cannot tell"):
        return replace(before, calm=None)
    calm = now if before.calm is None else before.calm
    return Standing("resolved", now) if now - calm >= clear else replace(before, calm=calm)
