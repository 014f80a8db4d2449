"""Settings: what is read, what is refused, and that no secret is shown."""

import os
import re
from pathlib import Path

import pytest
from pydantic import Field, ValidationError

from document_service.settings import DocumentSettings
from outline_service.settings import OutlineSettings
from shared.addresses import redact_url, split_address
from shared.settings import (
    NAMES_ELSEWHERE,
    ServiceSettings,
    SettingsError,
    describe,
    load_settings,
    require_safe,
)

GOOD = "a-long-enough-token"
OTHER = "another-long-enough-token"


class Settings(ServiceSettings):
    listen: str = "127.0.0.1:50051"
    outline_address: str = Field("127.0.0.1:50051", description="Where outlines are made.")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("QUIRE_"):
            monkeypatch.delenv(name)


def problems(kind: type[ServiceSettings] = Settings) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(kind)
    return str(caught.value)


def test_defaults_suffice_on_loopback() -> None:
    settings = load_settings(Settings)
    assert settings.listen == "127.0.0.1:50051"
    assert settings.broker_url == settings.store_url
    assert settings.cpu_processes == (os.cpu_count() or 1)
    assert settings.load_tokens() == ()
    assert not settings.tls


def test_store_and_broker_are_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_STORE_URL", "redis://store:1/0")
    assert load_settings(Settings).broker_url == "redis://store:1/0"
    monkeypatch.setenv("QUIRE_BROKER_URL", "redis://broker:2/0")
    settings = load_settings(Settings)
    assert (settings.store_url, settings.broker_url) == ("redis://store:1/0", "redis://broker:2/0")


def test_settings_are_frozen() -> None:
    settings = load_settings(Settings)
    with pytest.raises(ValidationError):
        setattr(settings, "slots", 9)  # noqa: B010 the point is that it fails


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_SLOTS", "")
    monkeypatch.setenv("QUIRE_MODEL", "")
    assert load_settings(Settings).slots == 4


def test_a_dotenv_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("QUIRE_SLOTS=9\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings(Settings).slots == 4


def test_unknown_names_are_refused_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_SLOT", "3")
    monkeypatch.setenv("QUIRE_STOREURL", "redis://:hunter2@x/0")
    said = problems()
    assert "QUIRE_SLOT: no such setting; did you mean QUIRE_SLOTS?" in said
    assert "QUIRE_STOREURL: no such setting; did you mean QUIRE_STORE_URL?" in said
    assert "hunter2" not in said


def test_names_of_other_quire_programs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES_ELSEWHERE:
        monkeypatch.setenv(name, "anything:1")
    load_settings(Settings)


def test_one_environment_serves_every_program(monkeypatch: pytest.MonkeyPatch) -> None:
    command = Path(__file__).parents[3] / "clients" / "python" / "quire_client"
    named = {
        name
        for file in command.rglob("*.py")
        for name in re.findall(r"envvar=\"(QUIRE_\w+)\"", file.read_text("utf-8"))
    }
    assert "QUIRE_TOKEN" in named
    of_services = {
        f"QUIRE_{field.upper()}"
        for kind in (OutlineSettings, DocumentSettings)
        for field in kind.model_fields
    }
    for kind in (OutlineSettings, DocumentSettings):
        own = {f"QUIRE_{field.upper()}" for field in kind.model_fields}
        assert (named | of_services) - own <= NAMES_ELSEWHERE
    assert named | of_services >= NAMES_ELSEWHERE
    for name in named:
        monkeypatch.setenv(name, "" if name == "QUIRE_INSECURE" else "127.0.0.1:1")
    load_settings(OutlineSettings)
    load_settings(DocumentSettings)


def test_bad_values_are_named_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_SLOTS", "hunter2")
    monkeypatch.setenv("QUIRE_STORE_URL", "http://hunter2")
    monkeypatch.setenv("QUIRE_RETENTION_SECONDS", "3601")
    monkeypatch.setenv("QUIRE_LISTEN", "hunter2")
    monkeypatch.setenv("QUIRE_LOG_FORMAT", "hunter2")
    said = problems()
    assert "hunter2" not in said
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "QUIRE_STORE_URL",
        "QUIRE_LISTEN",
        "QUIRE_SLOTS",
        "QUIRE_RETENTION_SECONDS",
        "QUIRE_LOG_FORMAT",
    ]


def test_a_key_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("sk-of-the-file\n")
    monkeypatch.setenv("QUIRE_MODEL", "openai:gpt")
    monkeypatch.setenv("QUIRE_MODEL_API_KEY_FILE", str(file))
    key = load_settings(Settings).key("model_api_key")
    assert key is not None
    assert key.get_secret_value() == "sk-of-the-file"
    monkeypatch.setenv("QUIRE_MODEL_API_KEY", "another")
    assert "QUIRE_MODEL_API_KEY and QUIRE_MODEL_API_KEY_FILE are both set" in problems()


def test_a_fallback_needs_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_FALLBACK_MODEL", "openai:gpt")
    assert "QUIRE_FALLBACK_MODEL: needs QUIRE_MODEL" in problems()


def test_a_key_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_MODEL_BASE_URL", "http://me:secret@host/v1")
    assert "QUIRE_MODEL_BASE_URL" in problems()
    assert "secret" not in problems()


def test_half_of_a_tls_pair_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_TLS_CERT", "cert.pem")
    assert "QUIRE_TLS_CERT and QUIRE_TLS_KEY go together" in problems()


def test_tokens_come_from_environment_and_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"# rotated in spring\n\n  ci = {OTHER}  \n")
    monkeypatch.setenv("QUIRE_TOKENS", f"alice={GOOD}, alice={GOOD}2")
    monkeypatch.setenv("QUIRE_TOKENS_FILE", str(file))
    tokens = load_settings(Settings).load_tokens()
    assert [(token.name, token.secret.get_secret_value()) for token in tokens] == [
        ("alice", GOOD),
        ("alice", GOOD + "2"),
        ("ci", OTHER),
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("hunter2hunter2hunter2", "not of the form name=token"),
        ("a b=hunter2hunter2hunter2", "a name has"),
        ("alice=hunter2", "a token has 16 to 512"),
        ("alice=hunter2 hunter2 hunter2", "a token has 16 to 512"),
        (f"alice={GOOD},bob={GOOD}", "entry 2: the same token has another name too"),
    ],
)
def test_malformed_tokens_are_refused(
    entry: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIRE_TOKENS", entry)
    message = problems()
    assert said in message
    assert "hunter2" not in message
    assert GOOD not in message


def test_a_missing_tokens_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_TOKENS_FILE", str(tmp_path / "none"))
    assert "QUIRE_TOKENS_FILE: cannot be read (FileNotFoundError)" in problems()


def test_secrets_are_not_in_the_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_TOKENS", f"alice={GOOD}")
    monkeypatch.setenv("QUIRE_STORE_URL", "redis://:hunter2@store:6379/0")
    settings = load_settings(Settings)
    assert GOOD not in repr(settings) + repr(settings.load_tokens())
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    "listen", ["127.0.0.1:1", "127.8.8.8:1", "[::1]:1", "localhost:1", "LOCALHOST:1"]
)
def test_loopback_needs_no_guard(listen: str) -> None:
    require_safe(listen, tls=False, tokens=False, insecure=False)


@pytest.mark.parametrize("listen", ["0.0.0.0:1", "[::]:1", "10.0.0.5:1", "quire.example:1"])
def test_a_public_address_needs_both_guards_or_the_flag(listen: str) -> None:
    require_safe(listen, tls=True, tokens=True, insecure=False)
    require_safe(listen, tls=False, tokens=False, insecure=True)
    for tls, tokens in ((False, False), (True, False), (False, True)):
        with pytest.raises(SettingsError) as caught:
            require_safe(listen, tls=tls, tokens=tokens, insecure=False)
        assert ("QUIRE_TLS_CERT" in str(caught.value)) is not tls
        assert ("QUIRE_TOKENS" in str(caught.value)) is not tokens


def test_loading_refuses_an_unsafe_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_LISTEN", "0.0.0.0:50051")
    assert "can be reached by others" in problems()
    monkeypatch.setenv("QUIRE_INSECURE", "true")
    assert load_settings(Settings).insecure


@pytest.mark.parametrize(
    ("value", "parts"),
    [("127.0.0.1:0", ("127.0.0.1", 0)), ("[::1]:65535", ("::1", 65535)), ("a.b:7", ("a.b", 7))],
)
def test_addresses_are_split(value: str, parts: tuple[str, int]) -> None:
    assert split_address(value) == parts


@pytest.mark.parametrize("value", ["", "host", ":1", "host:", "host:65536", "::1:5", "a b:1"])
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        split_address(value)


def test_urls_are_shown_without_credentials() -> None:
    assert redact_url("rediss://me:hunter2@store:6380/3") == "rediss://store:6380/3"


def test_every_setting_is_described() -> None:
    text = describe(Settings)
    lines = text.splitlines()
    assert len(lines) == 2 * len(Settings.model_fields)
    assert all(line.strip() for line in lines)
    assert "QUIRE_LISTEN = 127.0.0.1:50051\n      Where the server listens" in text
    assert "QUIRE_OUTLINE_ADDRESS = 127.0.0.1:50051\n      Where outlines are made." in text
    assert "QUIRE_INSECURE = false" in text
