"""Which addresses the broker may have."""

import pytest
from pydantic import ValidationError

from outline_service.settings import OutlineSettings


def test_a_store_by_unix_socket_needs_a_broker_by_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_STORE_URL", "unix:///run/valkey.sock")
    with pytest.raises(ValidationError, match="QUIRE_BROKER_URL"):
        OutlineSettings()
    monkeypatch.setenv("QUIRE_BROKER_URL", "redis://127.0.0.1:6379/0")
    assert OutlineSettings().store_url == "unix:///run/valkey.sock"
