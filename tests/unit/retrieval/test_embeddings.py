"""Likeness in meaning, with the real weights where they are installed."""

import pytest

from shared.authoring import embeddings
from shared.authoring.model import SourceDocument, SourceInfo
from shared.authoring.retrieval import Index

pytestmark = pytest.mark.skipif(
    not embeddings.available(), reason="the extra embeddings is not installed"
)

ROOFS = "White roofs throw sunlight back, so houses stay cooler while a hot spell lasts."
PRESS = "Gutenberg cast letters of lead, tin and antimony in a mould that he made by hand."
CHINESE = "屋顶绿化和树木可以明显降低城市夏季的气温，减少居民中暑的危险。"
QUERY = "How do cities adapt to extreme heat?"


def source(*texts: str) -> SourceDocument:
    text = "\n\n".join(f"## Part {n}\n\n{one}" for n, one in enumerate(texts))
    return SourceDocument(info=SourceInfo(id="s1", title="t", language="en"), text=text)


def test_what_means_alike_is_near() -> None:
    roofs, press, chinese = embeddings.similarities(QUERY, [ROOFS, PRESS, CHINESE])
    assert roofs > press
    assert chinese > press


def test_passages_without_a_word_of_the_query_are_found() -> None:
    sources = [source(PRESS, ROOFS, CHINESE)]
    assert not Index(sources).search(QUERY, 3)
    found = Index(sources, by_meaning=True).search(QUERY, 3)
    texts = [
        sources[0].text.encode()[one.passage.start : one.passage.end].decode() for one in found
    ]
    assert texts
    assert PRESS not in texts[:2]
