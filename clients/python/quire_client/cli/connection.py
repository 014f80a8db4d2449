"""Where the services are, as options and environment say."""

from dataclasses import dataclass
from pathlib import Path

from quire_client.channel import Endpoint
from quire_client.cli.exits import usage
from quire_client.patience import Patience

OUTLINE_ADDRESS = "127.0.0.1:50051"
DOCUMENT_ADDRESS = "127.0.0.1:50052"


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach the services.

    Args:
        connect_timeout: seconds to wait for a first answer.
        reconnect_timeout: seconds to bridge when a watch is cut.

    """

    outline_address: str
    document_address: str
    token: str
    token_file: Path | None
    ca_cert: Path | None
    insecure: bool
    connect_timeout: float
    reconnect_timeout: float

    def endpoints(self) -> tuple[Endpoint, Endpoint]:
        """Return where the outline service and the document service are.

        Raises:
            CommandError: the token or the certificate cannot be read.

        """
        token = self._token()
        authority = self._authority()
        return (
            Endpoint(self.outline_address, token, authority, self.insecure),
            Endpoint(self.document_address, token, authority, self.insecure),
        )

    def patience(self) -> Patience:
        """Return how long a service may be away."""
        return Patience(connect=self.connect_timeout, reconnect=self.reconnect_timeout)

    def _authority(self) -> bytes | None:
        if self.ca_cert is None:
            return None
        pem = _read(self.ca_cert, "--ca-cert")
        if b"-----BEGIN CERTIFICATE-----" not in pem:
            raise usage(f"--ca-cert {self.ca_cert} holds no certificate in PEM form")
        return pem

    def _token(self) -> str:
        if self.token and self.token_file:
            raise usage("a token and a token file are given; give one of them")
        token = self.token
        if self.token_file:
            token = _read(self.token_file, "--token-file").decode("utf-8", "replace").strip()
            if not token:
                raise usage(f"the token file {self.token_file} is empty")
        if token and not (token.isascii() and token.isprintable() and " " not in token):
            raise usage("the token holds signs that no token has")
        return token


def _read(path: Path, option: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise usage(f"{option} {path} cannot be read: {error.strerror}") from None
