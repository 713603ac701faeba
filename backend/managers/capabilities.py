"""What an exported name or a sentence is about: the capability that an activity belongs to.

A capability is the noun behind the verb: `ValidateConfig` validates the configuration. Names that
say no such noun belong to the manager's own capability, which is that of its folder's name.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import PurePosixPath

from backend.managers.discovery import Found
from backend.managers.text import REMEMBERED, plain, words

_WORDS = {
    "alerts": "alarm alarms alert alerting alerts",
    "api": "api apis endpoint endpoints gateway http route router routes webhook webhooks",
    "backups": "backup backups snapshot snapshots",
    "branches": "branch branches branching",
    "cache": "cache cached caches caching",
    "configuration": "config configs configuration configurations preferences setting settings",
    "containers": "container containers docker",
    "conversations": "conversation conversations session sessions",
    "credentials": "accesskey accesskeys apikey apikeys auth authentication authorization "
    "credential credentials encryption permission permissions privatekey privatekeys publickey "
    "publickeys secret secrets token tokens",
    "dependencies": "dependencies dependency library module modules package packages",
    "deployments": "deployment deployments environment environments release releases rollout",
    "documents": "document documentation documents markdown",
    "email": "email emails mail mailbox mails smtp",
    "errors": "error errors exception exceptions failure failures",
    "events": "event events eventbus hook hooks subscriber subscribers",
    "files": "directories directory file files folder folders",
    "git": "commit commits git repository repositories",
    "health": "health heartbeat liveness readiness status",
    "jobs": "job jobs queue queues task tasks",
    "logs": "log logger logging logs",
    "memory": "context contexts memory",
    "metrics": "metric metrics performance statistics stats telemetry",
    "migrations": "migration migrations",
    "notifications": "channel channels notification notifications slack",
    "processes": "daemon process processes service services",
    "roadmap": "milestone milestones plan plans roadmap roadmaps",
    "scripts": "script scripts",
    "security": "secure security threat threats vulnerabilities vulnerability",
    "storage": "database databases db postgres sqlite sql storage store",
    "templates": "template templates",
    "variables": "variable variables",
    "vectors": "embedding embeddings qdrant vector vectorization vectors",
    "workflows": "pipeline pipelines workflow workflows",
}
"""Nouns of the field and the capability that each means; singular, plural and usual synonyms.

Two words that are written as one are one: `APIKey` is `apikey`, where a key alone may be anything.
"""

_OF_NO_TOPIC = frozenset(
    (
        *("advanced", "base", "bridge", "central", "coordinator", "go", "integrated"),
        *("integration", "interface", "performance", "service", "services", "smart", "system"),
        *("test", "tests", "tools"),
    )
)
"""Words of folders' names that say what kind of thing a manager is, where others say the topic."""

_A_MANAGER = frozenset(("", "manager", "managers"))

_PREPOSITIONS = frozenset(
    (
        *("and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "onto", "or", "to"),
        *("via", "when", "with"),
    )
)
_NOUN = re.compile(r"[a-z0-9]+")
_SEPARATOR = re.compile(r"[\W_]+")

GENERAL = "general"
"""The capability of a manager whose name says nothing, such as loose files."""

_KNOWN = {word: capability for capability, text in _WORDS.items() for word in text.split()}


class Nouns:
    """What words mean: the field's nouns, and further ones that mean themselves."""

    def __init__(self, further: Iterable[str] = ()) -> None:
        self._of: dict[str, str] = {**{word: word for word in further}, **_KNOWN}
        self._meanings = lru_cache(maxsize=REMEMBERED)(self._meant)

    def of(self, name: str, receiver: str = "") -> str | None:
        """What an identifier is about, or None where it says nothing.

        The last known noun before a preposition decides, as the head of a compound does in
        English: `UpdateConfigTemplate` is about templates, `SyncConfigToQdrant` about the
        configuration. Where the name has none, what stands behind the preposition does, then the
        type that the method belongs to.
        """
        _, *behind = words(name) or ("",)
        place = next((n for n, word in enumerate(behind) if word in _PREPOSITIONS), len(behind))
        for part in (behind[:place], behind[place:], words(receiver)):
            told = (one for pair in pairwise(("", *part)) for one in (pair[1], "".join(pair)))
            known = [self._of[one] for one in told if one in self._of]
            if known:
                return known[-1]
        return None

    def spoken(self, told: Iterable[str]) -> str | None:
        """What words of prose are about: the one capability they name; None for none or several."""
        found = set(chain.from_iterable(map(self._meanings, told)))
        return found.pop() if len(found) == 1 else None

    def _meant(self, word: str) -> tuple[str, ...]:
        """What a word of prose means, or each of several that are written as one."""
        folded = plain(word)
        if folded.isalpha() and folded.isascii():
            return (self._of[folded],) if folded in self._of else ()
        parts = _NOUN.findall(folded)
        return tuple(self._of[part] for part in parts if part in self._of)


class Capabilities:
    """The capabilities of one ecosystem: what its managers are about, and what its nouns mean.

    Attributes:
        nouns: The same object for managers whose names add the same words.
    """

    def __init__(self, managers: Iterable[tuple[str, str]]) -> None:
        """Take each manager's name, and its folder relative to the root."""
        self._own: dict[str, str] = {}
        further = set()
        for name, path in managers:
            every = [word for word in _parts(PurePosixPath(path).name) if word not in _A_MANAGER]
            parts = [word for word in every if word not in _OF_NO_TOPIC]
            known = [_KNOWN[word] for word in parts if word in _KNOWN]
            self._own[name] = known[-1] if known else " ".join(parts or every) or GENERAL
            if len(parts) == 1 and len(parts[0]) > 2 and not known:
                further.add(parts[0])
        self.nouns = _nouns(frozenset(further))

    def own(self, manager: str) -> str:
        """What a manager is about, by its folder's name."""
        return self._own.get(manager, GENERAL)


@lru_cache(maxsize=16)
def _nouns(further: frozenset[str]) -> Nouns:
    return Nouns(further)


def _parts(folder: str) -> Iterable[str]:
    """`git-workflow` is git, workflow; `GitWorkflow` too; `n8n` stays whole."""
    for part in _SEPARATOR.split(folder):
        yield from [part] if part == part.lower() else words(part)


def capabilities_of(managers: Iterable[Found]) -> Capabilities:
    """Those of some managers; the same object for the same names."""
    return _capabilities(tuple((manager.name, manager.path) for manager in managers))


@lru_cache(maxsize=4)
def _capabilities(managers: tuple[tuple[str, str], ...]) -> Capabilities:
    return Capabilities(managers)
