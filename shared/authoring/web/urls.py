"""Web addresses: which are asked for at all, and which mean the same page."""

import re
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address

import httpx

from shared.authoring.web.addresses import AddressPolicy
from shared.authoring.web.problems import PageError, Problem

MAX_URL = 2048
"""Characters of a URL."""

_WEB = "w"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_][a-z0-9_-]{0,62}\.?", re.I
)
_NUMERIC = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.I)
_TRACKING = re.compile(r"(?:utm_\w+|gclid|fbclid|msclkid|dclid|yclid|mc_[ce]id|spm|_ga)", re.I)


@dataclass(frozen=True, slots=True)
class UrlRules:
    """Which URLs may be asked for.

    Args:
        addresses: for hosts that are given as addresses. Names are checked when they
            are connected to, see ``guard``.
        ports: besides these no port is connected to.

    """

    addresses: AddressPolicy
    ports: frozenset[int] = frozenset({80, 443})

    def check(self, text: str, base: httpx.URL | None = None) -> httpx.URL:
        """Return the URL to be asked for, without its fragment; relative ones against ``base``.

        Raises PageError (URL_REFUSED, ADDRESS_REFUSED).
        """
        if len(text) > MAX_URL:
            raise PageError(Problem.URL_REFUSED, f"the URL is longer than {MAX_URL} characters")
        try:
            url = base.join(text) if base is not None else httpx.URL(text)
        except (httpx.InvalidURL, ValueError) as error:
            raise PageError(Problem.URL_REFUSED, "it is not a URL") from error
        if url.scheme not in _DEFAULT_PORTS:
            raise PageError(Problem.URL_REFUSED, "only http and https are asked for")
        if url.userinfo:
            raise PageError(Problem.URL_REFUSED, "the URL holds a user name or password")
        if port_of(url) not in self.ports:
            raise PageError(Problem.URL_REFUSED, f"port {url.port} is not asked")
        self._check_host(url.raw_host.decode("ascii"))
        return url.copy_with(fragment=None)

    def _check_host(self, host: str) -> None:
        address: IPv4Address | IPv6Address
        try:
            if ":" in host:
                address = IPv6Address(host)
            elif not _HOST.fullmatch(host):
                raise PageError(Problem.URL_REFUSED, "the URL names no host")
            elif _NUMERIC.fullmatch(host.rstrip(".").rpartition(".")[2]):
                # 2130706433, 017700000001 and 0x7f.1 are 127.0.0.1 to a resolver (WHATWG URL, 3.5).
                address = IPv4Address(host)
            else:
                return
        except ValueError as error:
            raise PageError(
                Problem.URL_REFUSED, "the host is an address in a misleading form"
            ) from error
        if not self.addresses.allows(address):
            raise PageError(Problem.ADDRESS_REFUSED, f"{address} is not on the public internet")


def port_of(url: httpx.URL) -> int:
    """Return the port that is connected to."""
    return url.port or _DEFAULT_PORTS[url.scheme]


def origin(url: httpx.URL) -> str:
    """Return scheme, host and port, as ``https://example.org``."""
    host = url.raw_host.decode("ascii")
    shown = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{shown}" + (f":{url.port}" if url.port else "")


def page_key(url: httpx.URL) -> str:
    """Return what is the same for URLs that mean the same page.

    Scheme, ``www.``, a slash at the end, the fragment and parameters that only trace
    where a reader came from do not count.
    """
    host = url.raw_host.decode("ascii").lower().rstrip(".").removeprefix("www.")
    port = f":{url.port}" if url.port not in (None, *_DEFAULT_PORTS.values()) else ""
    path = url.raw_path.decode("ascii").partition("?")[0].rstrip("/")
    kept = [
        part
        for part in url.query.decode("ascii").split("&")
        if part and not _TRACKING.fullmatch(part.partition("=")[0])
    ]
    return f"{host}{port}{path}" + (f"?{'&'.join(kept)}" if kept else "")


def is_web_source(source_id: str) -> bool:
    """Whether the id of a source is one that ``source_id`` makes."""
    return source_id.startswith(_WEB)


def source_id(url: httpx.URL) -> str:
    """Return the id of the page as a source: the same in every attempt and every job."""
    return _WEB + sha256(page_key(url).encode()).hexdigest()[:12]
