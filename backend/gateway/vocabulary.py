"""Three vocabularies of a manager's status, and the one that they are told in.

Sources: `interfaces/types.go` (starting, running, …), `master_coordination_layer.go` (active,
idle, …), `manager_common.go` and the gateway itself (healthy, initializing, …).
"""

from backend.model.gateway import Status

_WORDS: dict[Status, frozenset[str]] = {
    "starting": frozenset({"starting", "initializing", "initialized"}),
    "running": frozenset({"running", "active", "healthy", "operational", "ok", "up"}),
    "idle": frozenset({"idle"}),
    "maintenance": frozenset({"maintenance"}),
    "stopping": frozenset({"stopping"}),
    "stopped": frozenset({"stopped", "inactive", "offline", "down"}),
    "failed": frozenset({"error", "failed", "unhealthy"}),
}
_STATUSES = {word: status for status, words in _WORDS.items() for word in words}

MOCK = "mock"
"""How the Go side marks what only pretends: `mock-running`, `is_mock`, `1.0.0-mock`."""

WELL: frozenset[Status] = frozenset({"running", "idle"})
"""What claims that there is a manager and that it works."""


def status_of(said: str) -> Status:
    """What a status means; a word that nobody defined means `unknown`."""
    word = said.strip().lower().removeprefix(f"{MOCK}-")
    return _STATUSES.get(word, "unknown")
