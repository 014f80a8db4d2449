import httpx
import pytest

from shared.authoring.web.addresses import AddressPolicy
from shared.authoring.web.problems import PageError, Problem
from shared.authoring.web.sites import SiteRules, parse_sites
from shared.authoring.web.urls import UrlRules, origin, page_key, source_id

RULES = UrlRules(AddressPolicy())


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:80/", "http://example.org/"),
        ("http://例子.中国/路", "http://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://1.1.1.1/", "https://1.1.1.1/"),
        ("https://a_b.example.org./", "https://a_b.example.org./"),
    ],
)
def test_urls_that_are_asked_for(given: str, asked: str) -> None:
    url = RULES.check(given)
    assert (url.raw_host, url.raw_path) == (httpx.URL(asked).raw_host, httpx.URL(asked).raw_path)
    assert url.fragment == ""


@pytest.mark.parametrize(
    "given",
    [
        "",
        "no url",
        "/path",
        "//example.org/",
        "http://",
        "http:///path",
        "ftp://example.org/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "http://user@example.org/",
        "http://user:word@example.org/",
        "http://:word@example.org/",
        "http://example.org:22/",
        "http://example.org:99999/",
        "http://a..b/",
        "http://exa mple.org/",
        "http://example.org%2f@b/",
        "http://%65xample.org/",
        "http://example.org\\@b/",
        "http://example.org/\r\nX: y",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://1.2.3/",
        "http://1.2.3.4.5/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://example.org/" + "x" * 3000,
    ],
)
def test_urls_that_are_not_asked_for(given: str) -> None:
    with pytest.raises(PageError) as refused:
        RULES.check(given)
    assert refused.value.problem in (Problem.URL_REFUSED, Problem.ADDRESS_REFUSED)


def test_links_are_followed_from_where_they_stand() -> None:
    base = httpx.URL("https://example.org/a/b")
    assert str(RULES.check("../c", base)) == "https://example.org/c"
    assert str(RULES.check("//other.org/x", base)) == "https://other.org/x"


def test_urls_of_one_page_have_one_id() -> None:
    same = [
        "https://www.example.org/a/",
        "http://example.org/a#part",
        "http://EXAMPLE.org:80/a?utm_source=x&gclid=1",
        "https://example.org:443/a/",
    ]
    assert {page_key(httpx.URL(url)) for url in same} == {"example.org/a"}
    ids = {source_id(httpx.URL(url)) for url in same}
    assert len(ids) == 1
    assert ids.pop().isalnum()
    others = ["https://example.org/A", "https://example.org/a?b=1", "https://example.org:8443/a"]
    assert len({source_id(httpx.URL(url)) for url in [*others, same[0]]}) == 4


def test_the_origin_is_where_robots_txt_lies() -> None:
    assert origin(httpx.URL("https://例子.中国/x")) == "https://xn--fsqu00a.xn--fiqs8s"
    assert origin(httpx.URL("http://[2606:4700::1]:8080/x")) == "http://[2606:4700::1]:8080"


@pytest.mark.parametrize(
    ("site", "url", "has"),
    [
        ("example.org", "https://example.org/x", True),
        ("example.org", "https://www.example.org./x", True),
        ("example.org", "https://notexample.org/", False),
        ("example.org", "https://example.org.evil.net/", False),
        ("https://www.example.org/", "https://example.org/", False),
        ("*.gov.cn", "http://www.stats.gov.cn/", True),
        ("例子.中国", "http://a.例子.中国/", True),
        ("例子.中国/文档", "http://例子.中国/文档/1", True),
        ("example.org/docs/", "https://example.org/docs", True),
        ("example.org/docs", "https://example.org/docs/a", True),
        ("example.org/docs", "https://example.org/docs2", False),
        ("example.org/docs", "https://example.org/", False),
    ],
)
def test_what_is_of_a_site(site: str, url: str, has: bool) -> None:
    assert SiteRules(allow=parse_sites([site])).allows(httpx.URL(url)) is has
    assert SiteRules(deny=parse_sites([site])).allows(httpx.URL(url)) is not has


@pytest.mark.parametrize(
    "entry", ["a b.org", "user@a.org", "a.org:81", "a.org?x=1", "a.*.org", "http://"]
)
def test_what_is_no_site_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="is not a site"):
        parse_sites([entry])


def test_a_request_narrows_the_lists_of_the_operator() -> None:
    operator = SiteRules(allow=parse_sites(["edu", "org"]), deny=parse_sites(["bad.org"]))
    asked = SiteRules(
        allow=parse_sites(["good.org", "net"]),
        prefer=parse_sites(["best.good.org"]),
        deny=parse_sites(["old.good.org"]),
    )
    both = operator.narrowed(asked)
    assert both.allows(httpx.URL("https://good.org/"))
    assert both.prefers(httpx.URL("https://best.good.org/"))
    for url in ("https://a.net/", "https://a.edu/", "https://bad.org/", "https://old.good.org/"):
        assert not both.allows(httpx.URL(url)), url
    nothing = SiteRules(allow=parse_sites(["org"])).narrowed(SiteRules(allow=parse_sites(["net"])))
    assert not nothing.allows(httpx.URL("https://a.org/"))
    assert not nothing.allows(httpx.URL("https://a.net/"))
    assert SiteRules().narrowed(asked).allows(httpx.URL("https://a.net/"))
