"""Every setting, its default, and where its value came from.

Precedence: flag > environment > project file (`passerelle.toml`) > user file > default. Nothing
here imports pydantic: the tui reads settings before its first paint.
"""

from backend.config.loading import load
from backend.config.settings import SETTINGS, ConfigError, Resolved, Setting, Settings

__all__ = ["SETTINGS", "ConfigError", "Resolved", "Setting", "Settings", "load"]
