import json
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from shared.authoring.web.addresses import AddressPolicy
from shared.authoring.web.config import check_search
from shared.authoring.web.ddgs_search import DdgsSearch
from shared.authoring.web.ranking import rank
from shared.authoring.web.search import Search, SearchFailedError
from shared.authoring.web.searxng import SearxngSearch
from shared.authoring.web.sites import SiteRules, parse_sites
from shared.authoring.web.tavily import TavilySearch
from shared.authoring.web.urls import UrlRules
from shared.reasons import Reason

Serve = Callable[[httpx.Request], httpx.Response]


def streamed(serve: Serve) -> httpx.MockTransport:
    """Return a transport whose answers have yet to be read, as those of a network have."""

    def stream(request: httpx.Request) -> httpx.Response:
        answer = serve(request)
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(answer.content)
        )

    return httpx.MockTransport(stream)


def searxng(serve: Serve) -> SearxngSearch:
    return SearxngSearch("http://search.test/sub/", streamed(serve))


def tavily(serve: Serve) -> TavilySearch:
    return TavilySearch(SecretStr("tvly-key"), transport=streamed(serve))


def results(*urls: str) -> dict[str, object]:
    return {"results": [{"url": url, "title": url.upper()} for url in urls]}


async def failure(search: Search) -> SearchFailedError:
    with pytest.raises(SearchFailedError) as failed:
        await search.search("q", count=5, language="en")
    assert failed.value.metadata["search"] == search.name
    assert "tvly-key" not in failed.value.message
    return failed.value


async def test_searxng_is_asked_for_json_page_after_page() -> None:
    asked = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        assert request.url.path == "/sub/search"
        page = int(request.url.params["pageno"])
        return httpx.Response(200, json=results(f"https://a/{page}", "https://same/"))

    found = await searxng(serve).search("热泵 成本", count=3, language="zh")
    assert found == ("https://a/1", "https://same/", "https://a/2")
    assert [params["pageno"] for params in asked] == ["1", "2"]
    assert asked[0]["q"] == "热泵 成本"
    assert (asked[0]["format"], asked[0]["language"]) == ("json", "zh")


async def test_searxng_without_json_says_what_to_set() -> None:
    error = await failure(searxng(lambda _: httpx.Response(403, text="forbidden")))
    assert "search.formats" in error.message
    assert not error.transient


async def test_searxng_whose_engines_are_all_silent_has_not_found_nothing() -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        silent = [["bing", "CAPTCHA"], ["brave", "timeout"]]
        return httpx.Response(200, json={"results": [], "unresponsive_engines": silent})

    error = await failure(searxng(serve))
    assert error.reason is Reason.SEARCH_UNAVAILABLE
    assert error.transient
    assert "2 of its engines" in error.message

    def nothing(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"results": [], "unresponsive_engines": []})

    assert await searxng(nothing).search("q", count=5, language="") == ()


async def test_tavily_gets_its_key_in_a_header_only() -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == "https://api.tavily.com/search"
        assert request.headers["authorization"] == "Bearer tvly-key"
        body = json.loads(request.content)
        assert body == {"query": "q", "max_results": 20, "search_depth": "basic"}
        return httpx.Response(200, json=results("https://a/", "https://b/"))

    found = await tavily(serve).search("q", count=50, language="en")
    assert found == ("https://a/", "https://b/")


@pytest.mark.parametrize("make", [searxng, tavily])
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (httpx.Response(429, headers={"Retry-After": "7"}), Reason.SEARCH_RATE_LIMITED),
        (httpx.Response(500), Reason.SEARCH_UNAVAILABLE),
        (httpx.Response(401), Reason.SEARCH_REJECTED),
        (httpx.Response(302, headers={"Location": "http://127.0.0.1/"}), Reason.SEARCH_REJECTED),
        (httpx.Response(200, text="<html>"), Reason.SEARCH_REJECTED),
        (httpx.Response(200, json=[1]), Reason.SEARCH_REJECTED),
        (httpx.Response(200, json={"results": "none"}), Reason.SEARCH_REJECTED),
    ],
)
async def test_what_goes_wrong_is_told_apart(
    make: Callable[[Serve], Search], answer: httpx.Response, problem: Reason
) -> None:
    error = await failure(make(lambda _: answer))
    assert error.reason is problem
    assert error.transient is (problem is not Reason.SEARCH_REJECTED)
    if problem is Reason.SEARCH_RATE_LIMITED:
        assert error.retry_after == 7


@pytest.mark.parametrize("make", [searxng, tavily])
@pytest.mark.parametrize("error", [httpx.ConnectError("no"), httpx.ReadTimeout("late")])
async def test_an_engine_that_is_away_is_tried_again(
    make: Callable[[Serve], Search], error: Exception
) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        raise error

    assert (await failure(make(serve))).transient


async def test_a_plan_that_is_used_up_is_named() -> None:
    error = await failure(tavily(lambda _: httpx.Response(432)))
    assert "plan" in error.message


async def test_malformed_results_are_left_out() -> None:
    given = [{"url": 5}, "x", {"title": "no url"}, {"url": "https://a/", "title": None}, None]
    found = await searxng(lambda _: httpx.Response(200, json={"results": given})).search(
        "q", count=5, language=""
    )
    assert found == ("https://a/",)


class Engine:
    """In the place of ``ddgs.DDGS``."""

    def __init__(self, answer: list[dict[str, object]] | Exception) -> None:
        self.answer = answer
        self.options: dict[str, object] = {}

    def text(self, query: str, **options: object) -> list[dict[str, object]]:
        self.options = options
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def test_ddgs_is_asked_in_the_language() -> None:
    pytest.importorskip("ddgs")
    engine = Engine([{"href": "https://a/", "title": "A", "body": "text"}])
    search = DdgsSearch(engine)
    assert await search.search("热泵", count=7, language="zh") == ("https://a/",)
    assert engine.options == {"region": "cn-zh", "max_results": 7}
    await search.aclose()


async def test_what_goes_wrong_with_ddgs() -> None:
    exceptions = pytest.importorskip("ddgs.exceptions")
    for error, problem in (
        (exceptions.RatelimitException("202"), Reason.SEARCH_RATE_LIMITED),
        (exceptions.TimeoutException("late"), Reason.SEARCH_UNAVAILABLE),
        (exceptions.DDGSException("HTTP 418"), Reason.SEARCH_UNAVAILABLE),
    ):
        search = DdgsSearch(Engine(error))
        assert (await failure(search)).reason is problem
        await search.aclose()
    search = DdgsSearch(Engine(exceptions.DDGSException("No results found.")))
    assert await search.search("q", count=5, language="en") == ()
    await search.aclose()


@pytest.mark.parametrize(
    ("search", "key", "part"),
    [
        ("google", None, "none of searxng:URL, tavily, ddgs"),
        ("searxng", None, "needs its URL"),
        ("searxng:search.test", None, "needs its URL"),
        ("searxng:http://user:word@search.test", None, "without credentials"),
        ("tavily", None, "needs a key"),
        ("tavily", "", "needs a key"),
    ],
)
def test_settings_that_cannot_be_used(search: str, key: str | None, part: str) -> None:
    with pytest.raises(ValueError, match=part) as refused:
        check_search(search, None if key is None else SecretStr(key))
    assert "word" not in str(refused.value)


def test_settings_that_can_be_used() -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("ddgs")
    check_search("searxng:http://127.0.0.1:8888", None)
    check_search("tavily", SecretStr("x"))
    check_search("ddgs", None)


def test_pages_are_ranked_over_all_queries() -> None:
    found = [
        ["https://a.org/", "https://b.org/", "https://b.org/?utm_medium=x"],
        ["https://c.org/", "http://www.b.org", "https://d.net/", "ftp://e/"],
    ]
    urls = UrlRules(AddressPolicy())
    ranked = rank(found, urls, SiteRules(prefer=parse_sites(["d.net"])), 3)
    assert [str(page) for page in ranked.pages] == [
        "https://d.net/",
        "https://b.org/",
        "https://a.org/",
        "https://c.org/",
    ]
    assert [url for url, _ in ranked.refused] == ["ftp://e/"]
    many = [[f"https://a.org/{n}" for n in range(9)] + ["https://b.org/"]]
    assert len(rank(many, urls, SiteRules(), 3).pages) == 4
