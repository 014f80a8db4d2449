"""A job whose journal is a dictionary, and the parts of the web for tests."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from ipaddress import ip_network

import pytest

from shared.authoring.web.config import Web, WebConfig, open_web
from shared.authoring.web.fetch import FetchLimits
from shared.cpu.pool import CpuPool
from shared.events.payloads import Payload
from shared.jobs.model import JobRequest, JsonValue
from tests.integration.web.site import HERE, Site


@dataclass
class MemoryJob:
    """A JobContext; give another attempt the same ``journal``."""

    journal: dict[tuple[str, str], tuple[JsonValue, JsonValue]] = field(default_factory=dict)
    worked: Counter[str] = field(default_factory=Counter)
    locks: defaultdict[tuple[str, str], asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )
    job_id: str = "j"
    attempt: int = 1

    @property
    def request(self) -> JobRequest:
        raise NotImplementedError

    async def emit(self, payload: Payload) -> None:
        raise NotImplementedError

    def node(self, name: str) -> AbstractContextManager[None]:
        return nullcontext()

    async def step(
        self,
        name: str,
        key: str,
        given: JsonValue,
        work: Callable[[], Awaitable[JsonValue]],
        *,
        completed: Callable[[JsonValue], Payload] | None = None,
        reuse: Callable[[JsonValue], bool] | None = None,
    ) -> JsonValue:
        async with self.locks[name, key]:
            kept = self.journal.get((name, key))
            if kept is not None and kept[0] == given and (reuse is None or reuse(kept[1])):
                return kept[1]
            self.worked[name] += 1
            output = await work()
            self.journal[name, key] = (given, output)
            return output


def config_for(site: Site, **changes: object) -> WebConfig:
    """Return a configuration in which the site, and nothing else inside, can be reached."""
    config = WebConfig(
        search=f"searxng:http://{HERE}:{site.port}",
        networks=(ip_network(f"{HERE}/32"),),
        ports=frozenset({80, 443, site.port}),
        host_seconds=0.0,
        fetch=FetchLimits(max_bytes=1 << 20, seconds=3.0, connect_seconds=2.0, read_seconds=1.0),
    )
    return replace(config, **changes)  # type: ignore[arg-type]  # by name, as the caller wishes


async def to_site(host: str, port: int) -> list[str]:
    """Resolve every name to the site, but those in ``inside.test``."""
    return ["127.0.0.1"] if host.endswith("inside.test") else [HERE]


@asynccontextmanager
async def web_of(site: Site, pool: CpuPool, config: WebConfig | None = None) -> AsyncIterator[Web]:
    pytest.importorskip("trafilatura", reason="the extra web is not installed")
    async with open_web(config or config_for(site), pool, resolver=to_site) as web:
        yield web
