"""Where metrics are told: nowhere unless set, and not to others unless said."""

import os

import pytest

from outline_service.settings import OutlineSettings
from shared.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("QUIRE_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_listens_unless_it_is_set(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("QUIRE_METRICS_LISTEN", value)
    assert load_settings(OutlineSettings).metrics_listen == ""


@pytest.mark.parametrize("value", ["127.0.0.1:9464", "[::1]:0", "localhost:9464"])
def test_loopback_is_always_allowed(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_METRICS_LISTEN", value)
    assert load_settings(OutlineSettings).metrics_listen == value


@pytest.mark.parametrize("value", ["0.0.0.0:9464", "[::]:9464", "quire.example:9464"])
def test_others_are_told_only_with_the_flag(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Neither TLS nor tokens guard this port, so they do not open it.
    monkeypatch.setenv("QUIRE_TOKENS", "ann=0123456789abcdef")
    monkeypatch.setenv("QUIRE_METRICS_LISTEN", value)
    with pytest.raises(SettingsError, match=r"QUIRE_METRICS_LISTEN: .*QUIRE_INSECURE"):
        load_settings(OutlineSettings)
    monkeypatch.setenv("QUIRE_INSECURE", "true")
    assert load_settings(OutlineSettings).metrics_listen == value


def test_what_is_no_address_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_METRICS_LISTEN", "9464")
    with pytest.raises(SettingsError, match="QUIRE_METRICS_LISTEN: not an address"):
        load_settings(OutlineSettings)
