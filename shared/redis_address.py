"""Where a Redis is: at an address, or wherever a Sentinel says that the primary is."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

SENTINEL_PORT = 26379
_PLAIN = ("redis", "rediss", "unix")


@dataclass(frozen=True, slots=True)
class SentinelAddress:
    """What ``sentinel://user:password@host:port,host:port/service/db`` says.

    Args:
        sentinels: host and port of each Sentinel.
        service: the name under which they watch the primary.
        db: number of the database.
        username: of the Redis, not of the Sentinels; so is the password.
    """

    sentinels: tuple[tuple[str, int], ...]
    service: str
    db: int
    username: str
    password: str

    def for_kombu(self) -> str:
        """Return the same in kombu's notation, one URL a Sentinel; the service goes beside it."""
        user = f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@"
        user = user if self.password else ""
        places = (f"{host}:{port}" for host, port in self.sentinels)
        return ";".join(f"sentinel://{user}{place}/{self.db}" for place in places)


def sentinel_address(url: str) -> SentinelAddress | None:
    """Return what a URL says of Sentinels; ``None`` if it is a plain Redis address.

    Raises ValueError if it is neither.
    """
    parts = urlsplit(url)
    if parts.scheme in _PLAIN and (parts.hostname or parts.path):
        return None
    if parts.scheme != "sentinel":
        raise ValueError(
            "not a Redis address, such as redis://127.0.0.1:6379/0 or "
            "sentinel://host:26379,host:26379/service/0"
        )
    userinfo, _, places = parts.netloc.rpartition("@")
    username, _, password = userinfo.partition(":")
    service, _, db = parts.path.strip("/").partition("/")
    sentinels = tuple(_place(place) for place in places.split(",") if place)
    if not (sentinels and service) or (db and not db.isdigit()):
        raise ValueError(
            "not a Sentinel address, such as sentinel://host:26379,host:26379/service/0"
        )
    return SentinelAddress(sentinels, service, int(db or 0), unquote(username), unquote(password))


def _place(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon:
        return text, SENTINEL_PORT
    if not host or not port.isdigit():
        raise ValueError(f"not host:port of a Sentinel: {text!r}")
    return host, int(port)
