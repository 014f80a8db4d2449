"""Addresses: taken apart, told apart, and shown without credentials."""

import ipaddress
import re
from urllib.parse import urlsplit


def split_address(value: str) -> tuple[str, int]:
    """Return host and port of ``host:port`` or ``[v6]:port``; port 0 means any free one.

    Raises ValueError when it is neither.
    """
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s\[\]:/]+)):(\d{1,5})", value)
    if match is None or int(match[3]) > 65535:  # noqa: PLR2004 the last port
        raise ValueError("not an address, such as 127.0.0.1:50051 or [::1]:50051")
    return match[1] or match[2], int(match[3])


def redact_url(url: str) -> str:
    """Return ``url`` without user and password, fit for logs and messages."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is 127.0.0.0/8, ::1 or localhost. No name is looked up."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
