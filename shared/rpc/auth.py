"""Bearer tokens: who may call, and under which name."""

import hashlib
import hmac
from collections.abc import Sequence

from shared.errors import QuireError
from shared.reasons import Reason
from shared.rpc.caller import ANONYMOUS
from shared.tokens import Token

_SCHEME = "bearer "


class Authenticator:
    """Knows the tokens of a server.

    Args:
        tokens: none lets everyone in as ``anonymous``.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        # Digests, so that all comparisons are of one length and take one time.
        self._known = [(token.name, _digest(token.secret.get_secret_value())) for token in tokens]

    def owner(self, metadata: Sequence[tuple[str, str | bytes]]) -> str:
        """Return the name of the token that a call bears.

        Raises QuireError UNAUTHENTICATED.
        """
        if not self._known:
            return ANONYMOUS
        values = [value for name, value in metadata if name == "authorization"]
        given = values[0] if len(values) == 1 else ""
        if not isinstance(given, str) or not given.lower().startswith(_SCHEME):
            raise QuireError(
                Reason.UNAUTHENTICATED, "this server needs the metadata authorization: Bearer TOKEN"
            )
        found = ""
        digest = _digest(given[len(_SCHEME) :])
        for name, known in self._known:  # all of them: the time must not tell which
            if hmac.compare_digest(digest, known):
                found = name
        if not found:
            raise QuireError(Reason.UNAUTHENTICATED, "this server does not know the token")
        return found


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
