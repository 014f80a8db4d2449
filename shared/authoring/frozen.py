"""The base of all that authors read and write."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen, and unknown keys are refused. Goes through JSON unchanged."""

    model_config = ConfigDict(frozen=True, extra="forbid")
