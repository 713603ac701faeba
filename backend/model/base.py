"""What every model shares: frozen, finite numbers only, tolerant of newer fields."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that never changes once made.

    Unknown fields are ignored so that an older screen can read a newer recording.
    NaN and infinity are refused because JSON has no word for them.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)
