"""Entries of the step journal: what a finished step was given and what came out."""

import json
import sys
from dataclasses import dataclass

from shared.jobs.canonical import canonical_json
from shared.jobs.model import JsonValue

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@dataclass(frozen=True, slots=True)
class KeptStep:
    """An entry of the journal; ``given`` is the digest of the step's input."""

    given: str
    output: JsonValue


def step_field(name: str, key: str) -> str:
    """Return the field of an entry. Raises ValueError if the name could be taken for another."""
    if not name or "|" in name:
        raise ValueError(f"not a name of a step: {name!r}")
    return f"{name}|{key}"


def encode_step(kept: KeptStep) -> bytes:
    """Return an entry as it is stored: JSON, compressed with Zstandard."""
    return zstd.compress(canonical_json({"given": kept.given, "output": kept.output}))


def decode_step(value: bytes) -> KeptStep:
    """Return the entry that ``encode_step`` made."""
    fields = json.loads(zstd.decompress(value))
    return KeptStep(fields["given"], fields["output"])
