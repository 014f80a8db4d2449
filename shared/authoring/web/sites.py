"""Which sites are read, and which rather than others."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import httpx


@dataclass(frozen=True, slots=True)
class Site:
    """A host with all below it, and a path with all below it.

    Args:
        host: in lower case ASCII (IDNA): ``gov.cn`` is every host that ends in it.
        path: without a slash at the end.

    """

    host: str
    path: str = ""

    def has(self, url: httpx.URL) -> bool:
        """Whether a page is of this site."""
        host = url.raw_host.decode("ascii").lower().rstrip(".")
        if host != self.host and not host.endswith(f".{self.host}"):
            return False
        path = url.path.rstrip("/")
        return path == self.path or path.startswith(f"{self.path}/")


@dataclass(frozen=True, slots=True)
class SiteRules:
    """Lists of sites.

    Args:
        allow: if there are any, no others are read.
        prefer: these come before others.
        deny: these are never read.

    """

    allow: tuple[Site, ...] = field(default=())
    prefer: tuple[Site, ...] = field(default=())
    deny: tuple[Site, ...] = field(default=())

    def allows(self, url: httpx.URL) -> bool:
        """Whether a page may be read."""
        if any(site.has(url) for site in self.deny):
            return False
        return not self.allow or any(site.has(url) for site in self.allow)

    def prefers(self, url: httpx.URL) -> bool:
        """Whether a page comes before others."""
        return any(site.has(url) for site in self.prefer)

    def narrowed(self, other: "SiteRules") -> "SiteRules":
        """Return the rules of both, such as the operator's and a request's.

        What one denies is denied. With both having ``allow``, the other's counts
        only where this one allows it too.
        """
        allow = self.allow or other.allow
        if self.allow and other.allow:
            allow = (
                *(site for site in other.allow if _within_any(site, self.allow)),
                *(site for site in self.allow if _within_any(site, other.allow)),
            ) or (_NO_SITE,)
        return SiteRules(allow, self.prefer + other.prefer, self.deny + other.deny)


_NO_SITE = Site("invalid")
"""A name that no host has (RFC 2606)."""


def parse_sites(entries: Iterable[str]) -> tuple[Site, ...]:
    """Return sites from lines as people write them: ``example.org``, ``https://例子.中国/文``.

    Raises ValueError naming the entry that is no site.
    """
    return tuple(_site(entry.strip()) for entry in entries if entry.strip())


def parse_rules(allow: Iterable[str], prefer: Iterable[str], deny: Iterable[str]) -> SiteRules:
    """Return the rules of three lists. Raises ValueError as ``parse_sites`` does."""
    return SiteRules(parse_sites(allow), parse_sites(prefer), parse_sites(deny))


def _site(entry: str) -> Site:
    scheme, mark, rest = entry.partition("://")
    bare = rest if mark else scheme
    try:
        url = httpx.URL(f"http://{bare.removeprefix('*.').removeprefix('.')}")
    except httpx.InvalidURL:
        url = httpx.URL("")
    host = url.raw_host.decode("ascii").lower().rstrip(".")
    if not host or url.userinfo or url.query or url.port or "*" in host or " " in entry:
        raise ValueError(f"{entry!r} is not a site such as example.org or example.org/docs")
    return Site(host, url.path.rstrip("/"))


def _within_any(site: Site, others: Iterable[Site]) -> bool:
    url = httpx.URL(scheme="http", host=site.host, path=site.path or "/")
    return any(other.has(url) for other in others)
