"""Canonical JSON and fingerprints: what makes two requests the same."""

import hashlib
import json
from collections.abc import Mapping

from shared.jobs.model import JsonValue


def canonical_json(value: JsonValue) -> bytes:
    """Return JSON with sorted keys and no spaces, in UTF-8 (as RFC 8785 does for such values)."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(value: JsonValue) -> str:
    """Return the SHA-256 of the canonical JSON, in lower-case hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def fingerprint(fields: Mapping[str, JsonValue]) -> dict[str, str]:
    """Return the digest of each field of a request."""
    return {name: digest(value) for name, value in fields.items()}
