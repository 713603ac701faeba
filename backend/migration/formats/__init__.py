"""Formats of a source other than one JSON document; each gives its records one by one."""
