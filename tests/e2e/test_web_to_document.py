"""A question without files: sources come from a search engine and sites on this machine."""

from collections.abc import Iterator

import grpc
import pytest
from quire.job.v1 import errors_pb2
from quire.outline.v1 import outline_service_pb2

from deploy.local.stack import LocalStack
from tests.e2e.test_whole_way import unresolved
from tests.integration.web.site import HERE, Site, article, new_site, reply
from tests.support.background import in_background
from tests.support.pair import Pair, unique_id

pytest.importorskip("trafilatura", reason="the extra web is not installed")

QUERY = "How do heat pumps and wind turbines change the energy use of cities?"
HEAT = [
    f"In the year {year}, heat pumps gave {year - 1990} percent of all new houses their warmth, "
    "and took a third of the energy that boilers would have taken."
    for year in range(2015, 2024)
]
WIND = [
    f"Turbine number {number} stands {number * 7} kilometres from the coast, where the wind "
    "blows more often and stronger than it does on land."
    for number in range(1, 10)
]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site and its search engine."""
    with in_background(new_site()) as site:
        yield site


@pytest.fixture(scope="module")
def researching(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    env = {
        "QUIRE_SEARCH": f"searxng:http://{HERE}:{site.port}",
        "QUIRE_WEB_NETWORKS": f"{HERE}/32",
        "QUIRE_WEB_PORTS": f"80,443,{site.port}",
        "QUIRE_WEB_DENY_SITES": "denied.test",
    }
    parts = {"outline-server": env, "outline-worker": env}
    with (
        LocalStack(tmp_path_factory.mktemp("web"), part_env=parts) as stack,
        grpc.insecure_channel(stack.outline_address) as outline,
        grpc.insecure_channel(stack.document_address) as document,
    ):
        yield Pair(outline, document)


def test_pages_become_sources_and_are_cited(site: Site, researching: Pair) -> None:
    heat = site.put(HERE, "/heat", reply(article("Heat pumps", *HEAT)))
    wind = site.put(HERE, "/wind", reply(article("Wind turbines", *WIND)))
    site.find(QUERY, heat, wind, "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd")
    request = outline_service_pb2.GenerateOutlineRequest(
        job_id=unique_id(), query=QUERY, web=outline_service_pb2.WebResearch(pages=4)
    )
    job_id = researching.outline.GenerateOutline(request, timeout=20).job.id
    events = researching.outline_events(job_id)
    assert events[-1].WhichOneof("payload") == "completed", events[-1]
    assert "search_web" in {event.progress.step for event in events}
    answer = researching.outline.GetOutline(
        outline_service_pb2.GetOutlineRequest(job_id=job_id), timeout=20
    )
    sources = answer.outline.sources
    assert {source.uri for source in sources} == {heat, wind}
    assert all(source.HasField("retrieve_time") for source in sources)
    texts = researching.source_texts(job_id)
    assert all("blows" in text or "boilers" in text for text in texts.values())

    content = researching.finished_document(outline_job_id=job_id)
    assert content.citations
    assert unresolved(content, texts) == []
    assert {source.uri for source in content.document.sources} == {heat, wind}
    assert "passwd" not in content.text


def test_an_engine_that_is_away_fails_the_job_with_its_reason(
    site: Site, researching: Pair
) -> None:
    site.put(HERE, "/search", reply(b"no key", status="403 Forbidden"))
    request = outline_service_pb2.GenerateOutlineRequest(
        job_id=unique_id(), query="Who is asked?", web=outline_service_pb2.WebResearch()
    )
    job_id = researching.outline.GenerateOutline(request, timeout=20).job.id
    last = researching.outline_events(job_id)[-1]
    assert last.WhichOneof("payload") == "failed", last
    assert last.failed.failure.reason == errors_pb2.ERROR_REASON_SEARCH_REJECTED
    del site.pages[HERE + "/search"]
