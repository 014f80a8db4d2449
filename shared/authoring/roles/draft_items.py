"""What the readers of drafts return: titles with what stands below them."""

from dataclasses import dataclass, field


@dataclass
class Item:
    """An entry of a draft, with the entries below it."""

    title: str
    summary: str = ""
    purpose: str = ""
    points: list[str] = field(default_factory=list)
    below: list["Item"] = field(default_factory=list)


class NoDraftError(ValueError):
    """A text that cannot be read as an outline; the message says why, without its words."""


class DeepDraftError(NoDraftError):
    """An outline that is nested too deep to be read."""
