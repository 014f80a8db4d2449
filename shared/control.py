"""Control characters, which no title, name or question needs."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def has_controls(text: str) -> bool:
    """Whether a text has control characters other than tab and line ends (C0 and C1)."""
    return _CONTROLS.search(text) is not None
