"""The event log: what happened, in order, across probes, and where it can be found again."""
