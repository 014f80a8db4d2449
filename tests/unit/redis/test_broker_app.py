"""How the broker is spoken to, by its address. Nothing connects."""

import ssl

import pytest
from redis.connection import Connection, SSLConnection
from redis.exceptions import ConnectionError as BrokerConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError, ResponseError
from redis.sentinel import SentinelManagedConnection

from shared.tasks.app import make_app
from shared.tasks.broker import RedisTransport


def _connection(url: str) -> dict[str, object]:
    """Return what the connections of an application would be made with."""
    app = make_app("test", "q", url)
    client = app.connection_for_write()
    channel_class = client.transport.Channel
    channel = channel_class.__new__(channel_class)

    class Transport:
        pass

    Transport.client = client  # type: ignore[attr-defined]
    channel.connection = Transport
    params: dict[str, object] = channel._connparams()
    app.close()
    return params


@pytest.mark.parametrize(
    ("url", "kind", "checked"),
    [
        ("redis://h:1/3", Connection, None),
        ("rediss://h:1/3", SSLConnection, ssl.CERT_REQUIRED),
        ("rediss://h:1/3?ssl_cert_reqs=required", SSLConnection, ssl.CERT_REQUIRED),
        ("rediss://h:1/3?ssl_cert_reqs=none", SSLConnection, ssl.CERT_NONE),
        ("sentinel://h:1,i:2/name/3", SentinelManagedConnection, None),
    ],
)
def test_an_address_says_how_to_connect(url: str, kind: type, checked: object) -> None:
    params = _connection(url)
    assert issubclass(params["connection_class"], kind)  # type: ignore[arg-type]
    assert params.get("ssl_cert_reqs") == checked
    assert params["db"] == 3


TROUBLES = [
    (ReadOnlyError("a replica", status_code="READONLY"), True),
    (OutOfMemoryError("full", status_code="OOM"), True),
    (ResponseError("UNBLOCKED force unblock from blocking operation"), True),
    (ResponseError("NOREPLICAS Not enough good replicas to write."), True),
    (ResponseError("WRONGTYPE Operation against a key"), False),
]


@pytest.mark.parametrize(("error", "lost"), TROUBLES)
def test_a_broker_in_trouble_is_lost(
    error: ResponseError, lost: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []

    def refuse(self: object, **_: object) -> None:
        raise error

    monkeypatch.setattr(Connection, "read_response", refuse)
    monkeypatch.setattr(Connection, "disconnect", lambda self, *args: left.append(True))
    kind = _connection("redis://h:1/0")["connection_class"]
    assert isinstance(kind, type)
    with pytest.raises(BrokerConnectionError if lost else ResponseError):
        kind().read_response()
    assert bool(left) is lost
    assert BrokerConnectionError in RedisTransport.connection_errors
