from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from shared.authoring import render
from shared.authoring.bibliography import number
from shared.authoring.brief import Brief
from shared.authoring.citations import verify
from shared.authoring.counts import sentences_of
from shared.authoring.extractive.author import ExtractiveAuthor
from shared.authoring.model import SourceDocument
from shared.authoring.port import Author
from shared.cpu.pool import CpuPool
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.chapters.corpus import (
    CHINESE,
    CHINESE_QUERY,
    ENGLISH,
    ENGLISH_OUTLINE,
    ENGLISH_QUERY,
    with_passages,
)


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[CpuPool]:
    pool = CpuPool(1)
    yield pool
    await pool.close()


async def ignore(piece: str) -> None:
    assert piece


@pytest.mark.parametrize(
    ("query", "sources"), [(ENGLISH_QUERY, ENGLISH), (CHINESE_QUERY, CHINESE)], ids=["en", "zh"]
)
async def test_from_a_query_to_a_checked_document(
    pool: CpuPool, query: str, sources: tuple[SourceDocument, ...]
) -> None:
    author: Author = ExtractiveAuthor(pool, seconds=30)
    evidence = await author.research(query, Brief(), sources)
    outline = await author.outline(query, Brief(), sources, evidence)
    plan = await author.plan(outline, sources, strict=False)
    chapters = [await author.write(one, sources, ignore) for one in plan.chapters]
    document = number(await author.fuse(plan, chapters, sources), sources)
    assert verify(document, {one.info.id: one.text for one in sources}) == []
    assert document.citations
    bodies = [one.id for one in document.chapters if one.role == "body"]
    assert bodies == [node.id for node in outline.nodes]


async def test_pieces_are_the_text_of_the_chapter(pool: CpuPool) -> None:
    author = ExtractiveAuthor(pool, seconds=30)
    plan = await author.plan(with_passages(ENGLISH_OUTLINE, ENGLISH), ENGLISH, strict=False)
    pieces: list[str] = []

    async def take(piece: str) -> None:
        pieces.append(piece)

    chapter = await author.write(plan.chapters[1], ENGLISH, take)
    text = "".join(pieces)
    assert "### Cool roofs\n\n" in text
    assert len(pieces) > 1
    for sentence in sentences_of(chapter.section):
        assert render.escape(sentence.text) in text


async def test_a_step_that_takes_too_long_fails_by_name(pool: CpuPool) -> None:
    # More text than can be read before the loop looks at the clock.
    long = tuple(one.model_copy(update={"text": one.text * 300}) for one in ENGLISH)
    with pytest.raises(QuireError) as caught:
        await ExtractiveAuthor(pool, seconds=1e-9).plan(ENGLISH_OUTLINE, long, strict=False)
    assert caught.value.reason is Reason.STEP_FAILED
    assert caught.value.metadata == {"step": "plan"}
    assert not caught.value.transient


async def test_a_process_that_dies_may_be_tried_again() -> None:
    pool = CpuPool(1)
    await pool.close()
    with pytest.raises(QuireError) as caught:
        await ExtractiveAuthor(pool, seconds=30).research(ENGLISH_QUERY, Brief(), ENGLISH)
    assert caught.value.reason is Reason.STEP_FAILED
    assert caught.value.metadata == {"step": "research"}
    assert caught.value.transient
