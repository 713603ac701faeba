"""Limits: the plan's criteria, whether they hold, and for how long they have not."""
