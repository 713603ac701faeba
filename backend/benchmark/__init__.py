"""The plan's benchmark, against a scratch collection of its own."""
