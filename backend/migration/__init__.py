"""Moving vectors: sources, preflight, engine, journal, report.

The engine is a process of its own (`python -m backend.migration`). Its journal, one SQLite file
per run below the state folder, is its only interface.
"""
