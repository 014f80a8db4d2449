"""How many jobs of one owner or of one label's value may run at once, as settings say it."""

import re

_LIMIT = re.compile(r"(owner|label\.[a-z][a-z0-9_.-]{0,62})=([1-9][0-9]{0,5})")


def parse_group_limits(text: str) -> dict[str, int]:
    """Return limit by group name of ``owner=4,label.team=2``; '' gives none.

    Raises ValueError for anything else.
    """
    limits: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _LIMIT.fullmatch(part)
        if match is None or match[1] in limits:
            raise ValueError("not a list of limits, such as owner=4,label.team=2, each name once")
        limits[match[1]] = int(match[2])
    return limits
