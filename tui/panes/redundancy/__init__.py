"""Redundancy: findings by cost, a name's shapes, two places side by side, patterns."""
