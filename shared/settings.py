"""Settings that both services share, read from the environment and nowhere else.

A service subclasses ``ServiceSettings`` with its own default of ``listen`` and
whatever it needs besides, and reads it with ``load_settings``.
"""

import difflib
import os
import sys
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import NoDecode, SettingsConfigDict

from shared.addresses import is_loopback, split_address
from shared.author_settings import AuthorSettings
from shared.group_limits import parse_group_limits
from shared.redis_address import sentinel_address
from shared.tokens import Token, read_tokens

PREFIX = "QUIRE_"

NAMES_ELSEWHERE = frozenset(
    f"{PREFIX}{name}"
    for name in (
        # the ``quire`` command
        "TOKEN",
        "TOKEN_FILE",
        "CA_CERT",  # also the document service
        "OUTLINE_ADDRESS",  # also the document service
        "DOCUMENT_ADDRESS",
        # the document service
        "OUTLINE_TLS",
        "DOWNLOAD_SECONDS",
        "FONT_PATHS",
        "OUTLINE_SECONDS",
        "CHAPTERS_AT_ONCE",
    )
)
"""Names that mean something to another Quire program, so that one environment serves all."""

_MIB = 1024 * 1024
_ALIKE = 0.75
"""How like a known name an unknown one must be to be taken for a slip."""


def _log_format() -> Literal["json", "console"]:
    return "console" if sys.stderr.isatty() else "json"


def _limits(value: object) -> object:
    return parse_group_limits(value) if isinstance(value, str) else value


class SettingsError(Exception):
    """The settings cannot be used.

    Args:
        problems: one line for each problem, none of which holds a secret.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ServiceSettings(AuthorSettings):
    """Settings of a server or worker process."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    store_url: str = Field(
        "redis://127.0.0.1:6379/0",
        repr=False,
        description="Redis or Valkey that holds jobs, events and results (redis, rediss, unix, or "
        "sentinel://host:port,host:port/service/db).",
    )
    # The broker's keys never meet the store's, so one database is safe; and one server is what
    # most have. Two settings, because a store wants an append-only file and a broker does not.
    broker_url: str = Field(
        default_factory=lambda data: str(data["store_url"]),
        repr=False,
        description="Redis or Valkey that carries the queue (not unix); the store if not set.",
    )
    durability: Literal["warn", "require"] = Field(
        "warn",
        description="Whether a store that can lose acknowledged jobs (no append-only file, "
        "eviction) is warned of or refused at start.",
    )
    key_prefix: str = Field(
        "",
        max_length=64,
        pattern=r"^[A-Za-z0-9:_.-]*$",
        description="Put in front of every key, so that several Quires can share a database.",
    )
    listen: str = Field(description="Where the server listens, as host:port.")
    tls_cert: Path | None = Field(None, description="PEM file with the certificate chain.")
    tls_key: Path | None = Field(None, description="PEM file with the private key.")
    insecure: bool = Field(
        False,
        description="Listen on a public address without TLS or tokens. Only for closed networks.",
    )
    tokens: SecretStr = Field(
        SecretStr(""),
        description="Bearer tokens: name=token,name=token. A token has 16 to 512 characters.",
    )
    tokens_file: Path | None = Field(
        None, description="File with one name=token a line; lines that begin with # are comments."
    )
    metrics_listen: str = Field(
        "",
        description="Where metrics are told to Prometheus, as host:port; nowhere if not set.",
    )
    slots: int = Field(4, ge=1, le=256, description="Jobs at once in a worker.")
    cpu_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=64,
        description="Processes that parse files and do other heavy work; one a core if not set.",
    )
    cpu_memory_mib: int = Field(
        1024,
        ge=512,
        le=65536,
        description="Address space of each of these processes; a file that needs more is refused.",
    )
    lease_seconds: float = Field(
        15.0, ge=1, le=300, description="A worker not heard of for so long has lost its job."
    )
    max_attempts: int = Field(3, ge=1, le=20, description="Attempts of a job before it fails.")
    run_seconds: float = Field(
        0.0,
        ge=0,
        description="A job that runs longer, counted from its first start, fails; 0 for no limit.",
    )
    aging_seconds: float = Field(
        300.0,
        ge=0,
        description="How much longer a job waits than one of the next higher priority, at most.",
    )
    limits: Annotated[dict[str, int], NoDecode, BeforeValidator(_limits)] = Field(
        default_factory=dict,
        description="How many jobs of one owner or one label's value may run at once: "
        "owner=4,label.team=2.",
    )
    retention_seconds: int = Field(
        3600, ge=1, le=3600, description="How long an ended job, its events and result are kept."
    )
    max_events: int = Field(
        20_000,
        ge=100,
        description="Events of a job that are kept; of a longer job the first ones are dropped.",
    )
    drain_seconds: float = Field(
        20.0,
        ge=0,
        le=600,
        description="Time after SIGTERM in which work may end; what then runs is handed back.",
    )
    foreign_owner: str = Field(
        "anonymous",
        pattern=r"^[A-Za-z0-9_.-]{1,64}$",
        description="Owner of the jobs that other Celery producers send.",
    )
    max_watchers: int = Field(10_000, ge=1, description="Watchers at once of a server.")
    heartbeat_seconds: float = Field(
        15.0, gt=0, le=60, description="A watcher hears at least this often from the server."
    )
    max_streams_per_peer: int = Field(
        0,
        ge=0,
        description="Streams at once from one host; 0 for any number. Behind a proxy all have one.",
    )
    slow_reader_seconds: float = Field(
        60.0,
        gt=0,
        le=3600,
        description="The stream of a client that does not read for so long is ended.",
    )
    max_connection_age_seconds: float = Field(
        1800.0,
        ge=0,
        description="Clients are asked to connect anew after this time, so that load balancers can "
        "move them; 0 for never.",
    )
    max_file_bytes: int = Field(10 * _MIB, ge=1, le=16 * _MIB, description="Size of one file.")
    max_total_bytes: int = Field(
        15 * _MIB, ge=1, le=16 * _MIB, description="Size of all files of a request together."
    )
    max_pages: int = Field(2000, ge=1, description="Pages of one PDF.")
    max_expanded_bytes: int = Field(100 * _MIB, ge=1, description="What one DOCX may unpack to.")
    parse_seconds: float = Field(30.0, gt=0, description="Time to check or to read one file.")
    log_format: Literal["json", "console"] = Field(
        default_factory=_log_format,
        description="Form of the log, json or console; console on a terminal if not set.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severity that is logged: debug, info, warning or error."
    )

    @field_validator("store_url", "broker_url")
    @classmethod
    def _redis_url(cls, value: str) -> str:
        sentinel_address(value)
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        split_address(value)
        return value

    @field_validator("metrics_listen")
    @classmethod
    def _host_and_port_if_any(cls, value: str) -> str:
        return cls._host_and_port(value) if value else value

    @model_validator(mode="after")
    def _broker_has_an_address(self) -> Self:
        if self.broker_url.startswith("unix:"):
            raise ValueError(
                "QUIRE_BROKER_URL: the queue cannot be reached through a Unix socket, as "
                "QUIRE_STORE_URL may be; name redis://, rediss:// or sentinel://"
            )
        return self

    @model_validator(mode="after")
    def _tls_is_whole(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("QUIRE_TLS_CERT and QUIRE_TLS_KEY go together; one of them is not set")
        for file in (self.tls_cert, self.tls_key):
            if file is not None and not os.access(file, os.R_OK):
                raise ValueError(f"cannot read {file}, which QUIRE_TLS_CERT or _KEY names")
        return self

    @property
    def tls(self) -> bool:
        """Whether the server speaks TLS."""
        return self.tls_cert is not None

    def load_tokens(self) -> tuple[Token, ...]:
        """Return the tokens of ``tokens`` and ``tokens_file``, which may have one name twice.

        Two tokens of one name let the old one go on while the new one is handed out.
        Raises SettingsError when the file cannot be read or an entry is malformed.
        """
        tokens, problems = read_tokens(self.tokens.get_secret_value(), self.tokens_file)
        if problems:
            raise SettingsError(*problems)
        return tokens


S = TypeVar("S", bound=ServiceSettings)


def load_settings(kind: type[S]) -> S:
    """Return the settings of ``kind`` from the environment.

    Raises SettingsError for a name that no Quire program knows, for a value that
    breaks its rule, for malformed tokens, and for what ``require_safe`` refuses.
    """
    unknown = _unknown_names(kind)
    if unknown:
        raise SettingsError(*unknown)
    try:
        settings = kind()
    except ValidationError as error:
        raise SettingsError(*_problems(error)) from None
    tokens = settings.load_tokens()
    require_safe(settings.listen, tls=settings.tls, tokens=bool(tokens), insecure=settings.insecure)
    _require_closed(settings.metrics_listen, insecure=settings.insecure)
    return settings


def require_safe(listen: str, *, tls: bool, tokens: bool, insecure: bool) -> None:
    """Raise SettingsError if ``listen`` is open to others and neither guarded nor meant to be.

    Loopback (127.0.0.0/8, ::1, localhost) is always allowed. Any other address needs
    TLS and at least one token, or ``insecure``.
    """
    host, _ = split_address(listen)
    if insecure or is_loopback(host) or (tls and tokens):
        return
    lacking = " and ".join(
        name
        for name, there in (
            ("TLS (QUIRE_TLS_CERT, QUIRE_TLS_KEY)", tls),
            ("tokens (QUIRE_TOKENS or QUIRE_TOKENS_FILE)", tokens),
        )
        if not there
    )
    raise SettingsError(
        f"QUIRE_LISTEN: {listen} can be reached by others, which needs {lacking}; "
        "or set QUIRE_INSECURE=true on a closed network"
    )


def _require_closed(metrics_listen: str, *, insecure: bool) -> None:
    """Raise SettingsError if others could read the metrics, which nothing guards."""
    if not metrics_listen or insecure or is_loopback(split_address(metrics_listen)[0]):
        return
    raise SettingsError(
        f"QUIRE_METRICS_LISTEN: {metrics_listen} can be reached by others, and metrics are told "
        "plainly to whoever asks; set QUIRE_INSECURE=true on a closed network"
    )


def describe(kind: type[ServiceSettings]) -> str:
    """Return name, default and meaning of each setting, for ``--help``."""
    lines: list[str] = []
    for name, field in kind.model_fields.items():
        lines.append(f"  {_env_name(name)}{_shown_default(field)}")
        lines.append(f"      {_meaning(kind, name)}")
    return "\n".join(lines)


def _env_name(field: str) -> str:
    return PREFIX + field.upper()


def _shown_default(field: FieldInfo) -> str:
    if field.is_required() or field.default_factory is not None:
        return ""
    default = field.default
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, bool):
        default = str(default).lower()
    return "" if default in (None, "") else f" = {default}"


def _meaning(kind: type[ServiceSettings], name: str) -> str:
    """Return the description; a subclass that only changes a default need not repeat it."""
    for base in kind.__mro__:
        fields = base.model_fields if issubclass(base, ServiceSettings) else {}
        if name in fields and fields[name].description:
            return str(fields[name].description)
    return ""


def _unknown_names(kind: type[ServiceSettings]) -> list[str]:
    known = {_env_name(name) for name in kind.model_fields}
    problems = []
    for name in sorted(os.environ):
        if not name.upper().startswith(PREFIX) or name.upper() in known | NAMES_ELSEWHERE:
            continue
        near = difflib.get_close_matches(name.upper(), sorted(known), n=1, cutoff=_ALIKE)
        hint = f"did you mean {near[0]}?" if near else "--help lists all there are"
        problems.append(f"{name}: no such setting; {hint}")
    return problems


def _problems(error: ValidationError) -> list[str]:
    """Return one line an error; pydantic's messages name the rule, not the value."""
    lines = []
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        if item["type"] == "default_factory_not_called":  # follows from another problem
            continue
        message = item["msg"].removeprefix("Value error, ")
        where = ".".join(str(part) for part in item["loc"])
        lines.append(f"{_env_name(where)}: {message}" if where else message)
    return lines
