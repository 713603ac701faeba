"""Moving vectors: sources, preflight, engine, journal, report."""
