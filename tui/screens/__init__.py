"""Screens above the bridge: help and what else needs the whole terminal."""
