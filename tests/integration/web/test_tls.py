"""With TLS, the name of the URL is asked for and its certificate checked."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from ipaddress import ip_network
from pathlib import Path

import pytest

from shared.authoring.web.addresses import AddressPolicy
from shared.authoring.web.fetch import Fetcher
from shared.authoring.web.guard import GuardedTransport
from shared.authoring.web.problems import PageError, Problem
from shared.authoring.web.urls import UrlRules
from tests.integration.web.job import to_site
from tests.integration.web.site import HERE, Site, reply


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Return certificate and key of ``safe.test``."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
    name = ["-subj", "/CN=safe.test", "-addext", "subjectAltName=DNS:safe.test"]
    subprocess.run(
        [openssl, *asked.split(), *name, "-keyout", key, "-out", cert],
        check=True,
        capture_output=True,
        timeout=30,
    )
    return cert, key


@asynccontextmanager
async def served(certificate: tuple[Path, Path], names: list[str | None]) -> AsyncIterator[Site]:
    """Serve a page with TLS; ``names`` gets those that are asked for."""
    cert, key = certificate
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    tls.sni_callback = lambda _, name, __: names.append(name)
    site = Site(pages={"/": reply(b"safe", "text/plain")})
    server = await asyncio.start_server(site.serve, HERE, 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()


async def test_the_name_of_the_url_is_asked_for_and_checked(
    certificate: tuple[Path, Path],
) -> None:
    names: list[str | None] = []
    trust = ssl.create_default_context(cafile=certificate[0])
    addresses = AddressPolicy([ip_network(f"{HERE}/32")])
    transport = GuardedTransport(addresses, resolver=to_site, tls=trust)
    async with served(certificate, names) as site:
        rules = UrlRules(addresses, frozenset({site.port}))
        async with Fetcher(transport, rules, user_agent="Quire") as fetcher:
            url = rules.check(f"https://safe.test:{site.port}/")
            page = await fetcher.fetch(url, lambda _: nullcontext())
            assert page.content == b"safe"
            assert f"Host: safe.test:{site.port}".encode() in site.requests[0]
            for host in ("other.test", HERE):
                with pytest.raises(PageError) as refused:
                    url = rules.check(f"https://{host}:{site.port}/")
                    await fetcher.fetch(url, lambda _: nullcontext())
                assert refused.value.problem is Problem.UNREACHABLE
    assert names == ["safe.test", "other.test", None]
    assert len(site.requests) == 1


async def test_a_certificate_of_nobody_is_not_believed(certificate: tuple[Path, Path]) -> None:
    addresses = AddressPolicy([ip_network(f"{HERE}/32")])
    async with served(certificate, []) as site:
        rules = UrlRules(addresses, frozenset({site.port}))
        transport = GuardedTransport(addresses, resolver=to_site)
        async with Fetcher(transport, rules, user_agent="Quire") as fetcher:
            with pytest.raises(PageError) as refused:
                url = rules.check(f"https://safe.test:{site.port}/")
                await fetcher.fetch(url, lambda _: nullcontext())
    assert refused.value.problem is Problem.UNREACHABLE
