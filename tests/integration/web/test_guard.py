"""Nobody can make this reader connect to a machine inside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from ipaddress import ip_network

import httpx
import pytest

from shared.authoring.web.addresses import AddressPolicy
from shared.authoring.web.fetch import Fetcher
from shared.authoring.web.guard import GuardedTransport, Resolver
from shared.authoring.web.problems import PageError, Problem
from shared.authoring.web.urls import UrlRules
from tests.integration.web.job import to_site
from tests.integration.web.site import HERE, Site, redirect, reply

TEXT = reply(b"the page", "text/plain")


@asynccontextmanager
async def fetcher_for(site: Site, resolver: Resolver = to_site) -> AsyncIterator[Fetcher]:
    addresses = AddressPolicy([ip_network(f"{HERE}/32")])
    transport = GuardedTransport(addresses, resolver=resolver)
    rules = UrlRules(addresses, frozenset({80, 443, site.port}))
    async with Fetcher(transport, rules, user_agent="Quire") as fetcher:
        yield fetcher


async def fetch(fetcher: Fetcher, url: str) -> bytes:
    page = await fetcher.fetch(fetcher.rules.check(url), lambda _: nullcontext())
    return page.content


@asynccontextmanager
async def inside(site: Site) -> AsyncIterator[Site]:
    """Give the server at 127.0.0.1 on the same port; it must see no connection."""
    assert site.inner is not None
    site.inner.pages["/"] = reply(b"secret", "text/plain")
    yield site.inner
    await asyncio.sleep(0)
    assert site.inner.connections == 0


async def test_a_name_that_leads_outside_is_read_and_one_that_leads_inside_is_not(
    site: Site,
) -> None:
    url = site.put("a.test", "/", TEXT)
    async with inside(site), fetcher_for(site) as fetcher:
        assert await fetch(fetcher, url) == b"the page"
        with pytest.raises(PageError) as refused:
            await fetch(fetcher, site.url("inside.test"))
    assert refused.value.problem is Problem.ADDRESS_REFUSED


async def test_the_system_resolver_is_checked_too(site: Site) -> None:
    addresses = AddressPolicy([ip_network(f"{HERE}/32")])
    rules = UrlRules(addresses, frozenset({site.port}))
    async with (
        inside(site),
        Fetcher(GuardedTransport(addresses), rules, user_agent="Quire") as fetcher,
    ):
        for host in ("localhost", "LOCALHOST.", "ip6-localhost"):
            with pytest.raises(PageError) as refused:
                await fetch(fetcher, site.url(host))
            assert refused.value.problem in (Problem.ADDRESS_REFUSED, Problem.UNREACHABLE)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1",
        "127.0.0.1.",
        "127。0。0。1",
        "0",
        "0.0.0.0",  # noqa: S104  not bound to
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]",
        "[fe80::1%25lo]",
        "[fd00:ec2::254]",
        "169.254.169.254",
        "100.100.100.200",
        "evil@127.0.0.1",
        "user:word@a.test",
        "a.test\\@127.0.0.1",
        "127.0.0.1%2f@a.test",
        "%31%32%37.0.0.1",
    ],
)
async def test_no_spelling_of_an_inner_address_is_connected_to(site: Site, host: str) -> None:
    async with inside(site), fetcher_for(site) as fetcher:
        with pytest.raises(PageError) as refused:
            await fetch(fetcher, f"http://{host}:{site.port}/")
    assert refused.value.problem in (Problem.ADDRESS_REFUSED, Problem.URL_REFUSED)
    assert site.connections == 0


@pytest.mark.parametrize("spelling", ["2130706433", "0x7f.1", "127.1"])
async def test_a_resolver_that_understands_odd_spellings_does_not_help(
    site: Site, spelling: str
) -> None:
    # Past the check of the URL: what is connected to is what counts.
    async with inside(site), fetcher_for(site, resolver=_system) as fetcher:
        with pytest.raises(PageError) as refused:
            await fetcher.fetch(
                httpx.URL(f"http://{spelling}:{site.port}/"), lambda _: nullcontext()
            )
    assert refused.value.problem is Problem.ADDRESS_REFUSED


async def _system(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    return [str(entry[4][0]) for entry in await loop.getaddrinfo(host, port)]


async def test_a_name_that_changes_after_its_check_is_connected_to_as_it_was_checked(
    site: Site,
) -> None:
    url = site.put("rebind.test", "/", TEXT)
    answers = [[HERE], ["127.0.0.1"]]
    asked = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked) - 1, 1)]

    async with inside(site), fetcher_for(site, rebinding) as fetcher:
        assert await fetch(fetcher, url) == b"the page"
        assert asked == ["rebind.test"], "the name was resolved again after its check"
        with pytest.raises(PageError) as refused:
            await fetch(fetcher, url)
    assert refused.value.problem is Problem.ADDRESS_REFUSED
    assert site.connections == 1


async def test_one_inner_address_among_others_closes_the_name(site: Site) -> None:
    async def mixed(host: str, port: int) -> list[str]:
        return [HERE, "10.0.0.1"]

    async with fetcher_for(site, mixed) as fetcher:
        with pytest.raises(PageError) as refused:
            await fetch(fetcher, site.url("mixed.test"))
    assert refused.value.problem is Problem.ADDRESS_REFUSED
    assert site.connections == 0


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://inside.test:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://evil@a.test:{port}/",
        "http://a.test:6379/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_x",
        "javascript:alert(1)",
        "http://a.test:{port}/" + "x" * 3000,
    ],
)
async def test_each_redirect_is_checked_again(site: Site, target: str) -> None:
    url = site.put("a.test", "/start", redirect(target.format(port=site.port)))
    async with inside(site), fetcher_for(site) as fetcher:
        with pytest.raises(PageError) as refused:
            await fetch(fetcher, url)
    assert refused.value.problem in (Problem.ADDRESS_REFUSED, Problem.URL_REFUSED)
    assert site.connections == 1


async def test_redirects_are_followed_and_counted(site: Site) -> None:
    for number in range(6):
        site.put("a.test", f"/{number}", redirect(f"{number + 1}"))
    site.put("a.test", "/6", TEXT)
    async with fetcher_for(site) as fetcher:
        with pytest.raises(PageError) as refused:
            await fetch(fetcher, site.url("a.test", "/0"))
        assert refused.value.problem is Problem.REDIRECTS
        assert await fetch(fetcher, site.url("a.test", "/1")) == b"the page"


async def test_proxies_of_the_environment_are_ignored(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{site.port}")
    url = site.put("a.test", "/", TEXT)
    async with inside(site), fetcher_for(site) as fetcher:
        assert await fetch(fetcher, url) == b"the page"


async def test_no_cookie_and_no_referrer_is_sent(site: Site) -> None:
    cookie = "Set-Cookie: id=1; Path=/"
    site.put("a.test", "/1", reply(b"one", "text/plain", headers=(cookie,)))
    site.put("a.test", "/2", TEXT)
    async with fetcher_for(site) as fetcher:
        await fetch(fetcher, site.url("a.test", "/1"))
        await fetch(fetcher, site.url("a.test", "/2"))
    heads = [request.lower() for request in site.requests]
    assert len(heads) == 2
    assert not any(b"cookie:" in head or b"referer:" in head for head in heads)


async def test_an_address_that_does_not_answer_leaves_time_for_the_next(site: Site) -> None:
    url = site.put("two.test", "/", TEXT)

    async def two(host: str, port: int) -> list[str]:
        return ["127.0.0.3", HERE]

    addresses = AddressPolicy([ip_network("127.0.0.2/31")])
    rules = UrlRules(addresses, frozenset({site.port}))
    transport = GuardedTransport(addresses, resolver=two)
    async with Fetcher(transport, rules, user_agent="Quire") as fetcher:
        assert await fetch(fetcher, url) == b"the page"
