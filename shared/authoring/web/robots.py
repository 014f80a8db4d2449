"""What a site lets programs read: the Robots Exclusion Protocol (RFC 9309)."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes

from pydantic import BaseModel, ConfigDict

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, 2.5: what is read of a robots.txt at least."""

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_ALWAYS_READ = "/robots.txt"
_TOKEN = re.compile(r"[A-Za-z_-]+")
_MAX_RULES = 5000


class Robots(BaseModel):
    """The rules of one site for one reader.

    Args:
        rules: (allowed, path pattern) in the order of the file.
        delay: seconds that it asks to leave between two requests (``Crawl-delay``,
            not in the RFC but widely used); 0 if it does not ask.

    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be read: the longest matching rule decides.

        Of an ``Allow`` and a ``Disallow`` of one length, ``Allow`` (RFC 9309, 2.2.2).
        """
        path = _normal(target)
        if path == _ALWAYS_READ:
            return True
        best = max(
            ((len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, path)),
            default=(0, True),
        )
        return best[1]


EVERYTHING = Robots()
"""Of a site without a robots.txt."""

NOTHING = Robots(rules=((False, "/"),))
"""Of a site that forbids reading its robots.txt, or whose server fails (RFC 9309, 2.3.1.4)."""


def parse_robots(text: str, reader: str) -> Robots:
    """Return the rules of a robots.txt for ``reader``, a product token such as ``Quire``.

    All groups that name the reader count together; if none does, those for ``*``.
    """
    own: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    named = False
    for agents, rules in _groups(text):
        if reader.lower() in agents:
            named = True
            own += rules
        elif "*" in agents:
            others += rules
    chosen = own if named else others
    found = tuple(
        (name == "allow", _normal(value)) for name, value in chosen if name != "crawl-delay"
    )
    delays = [_seconds(value) for name, value in chosen if name == "crawl-delay"]
    return Robots(
        rules=tuple(rule for rule in found if rule[1])[:_MAX_RULES], delay=max(delays, default=0.0)
    )


def for_status(status: int) -> Robots:
    """Return the rules of a site that answers with an error where its robots.txt should be.

    401 and 403 mean that nothing may be read, as in ``urllib.robotparser``; any other
    4xx that there are no rules; all else that they are not known, and nothing is read.
    """
    if status in (401, 403):
        return NOTHING
    return EVERYTHING if 400 <= status < 500 else NOTHING  # noqa: PLR2004


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    agents: set[str] = set()
    rules: list[tuple[str, str]] = []
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        name, value = found[1].lower(), found[2].strip()
        if name == "user-agent":
            if rules:
                yield agents, rules
                agents, rules = set(), []
            token = _TOKEN.match(value)
            agents.add(token[0].lower() if token else value)
        elif name in ("allow", "disallow", "crawl-delay") and agents:
            rules.append((name, value))
    if agents:
        yield agents, rules


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern with ``*`` and a final ``$`` fits, in time linear to both."""
    anchored = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return not anchored or path == first
    at = len(first)
    for part in parts[:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if anchored:
        return len(path) - len(parts[-1]) >= at and path.endswith(parts[-1])
    return path.find(parts[-1], at) >= 0


def _normal(path: str) -> str:
    """Return a path or pattern with its percent-encoding in one form (RFC 9309, 2.2.2)."""
    return quote(unquote_to_bytes(path), safe="/*$?&=+,;:@!'()~-._[]")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value < float("inf") else 0.0
