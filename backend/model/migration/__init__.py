"""Migrations: what is being moved, how far it is, and what arrived."""
