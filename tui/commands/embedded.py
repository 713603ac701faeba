"""`passerelle embedded`: the embedded Qdrant as a server of its own."""

from backend.embedded.command import command

__all__ = ["command"]
