"""Ids of jobs, made by the client so that a submit may be repeated."""

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: nothing looks alike
_LENGTH = 12

OUTLINE_PREFIX = "o-"
DOCUMENT_PREFIX = "d-"


def new_outline_id() -> str:
    """Return an id for an outline job, with 60 random bits."""
    return OUTLINE_PREFIX + _random()


def new_document_id() -> str:
    """Return an id for a document job, with 60 random bits."""
    return DOCUMENT_PREFIX + _random()


def _random() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
