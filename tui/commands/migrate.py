"""`passerelle migrate`: the same commands as the engine's own process has."""

from backend.migration.commands import command

__all__ = ["command"]
