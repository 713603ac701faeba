"""What it costs to keep something more than once: the one measure all kinds are ranked by.

cost = (lines + 5 x (managers - 1)) x (1 + drift)

- lines: what a merge saves, of copies the lines of all sites but the longest.
- managers: a change visits each of them; beyond the first, each counts as 5 lines.
- drift: how far the copies have come apart, 0 to 1; copies that differ are twice the work,
  because somebody has to find out which difference is meant.

The 5 and the doubling are a choice; they rank, they predict no hours.
"""

from collections.abc import Iterable

from backend.model.redundancy import Cost, Site

VISIT = 5
"""Lines that going to one more manager counts for."""


def cost(sites: Iterable[Site], drift: float) -> Cost:
    """The cost of keeping all of the sites."""
    sites = tuple(sites)
    return cost_of(saved(sites), len({site.manager for site in sites}), drift)


def saved(sites: Iterable[Site]) -> int:
    """Lines of all sites but the longest; those of whole managers are not counted."""
    lengths = [site.end - site.line + 1 for site in sites if site.line]
    return sum(lengths) - max(lengths, default=0)


def cost_of(lines: int, managers: int, drift: float) -> Cost:
    """The cost of so many lines too many in so many managers."""
    value = (lines + VISIT * (managers - 1)) * (1 + drift)
    return Cost(lines=lines, managers=managers, drift=round(drift, 4), value=round(value, 1))
