"""Text of others on a terminal."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    """Return text without control characters, which could move the cursor or worse.

    Line ends and tabs stay; each other one becomes U+FFFD.
    """
    return _CONTROLS.sub("\ufffd", text)
