"""The whole way from an outline to a checked document."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.authoring import render
from shared.authoring.citations import verify
from shared.authoring.extractive.plan import plan
from shared.authoring.model import Document, Outline, SourceDocument
from shared.authoring.outline_check import with_ids
from shared.authoring.outline_source import from_summaries
from shared.errors import QuireError
from tests.unit.chapters.corpus import (
    CHINESE,
    CHINESE_OUTLINE,
    ENGLISH,
    ENGLISH_OUTLINE,
    outline,
    source,
    with_passages,
    written,
)

cases = pytest.mark.parametrize(
    ("base", "sources"),
    [
        (with_passages(ENGLISH_OUTLINE, ENGLISH), ENGLISH),
        (ENGLISH_OUTLINE, ENGLISH),
        (with_passages(CHINESE_OUTLINE, CHINESE), CHINESE),
        (CHINESE_OUTLINE, CHINESE),
    ],
    ids=["english", "english by retrieval", "chinese", "chinese by retrieval"],
)


def texts(sources: tuple[SourceDocument, ...]) -> dict[str, str]:
    return {one.info.id: one.text for one in sources}


def made_up(document: Document, sources: tuple[SourceDocument, ...]) -> list[str]:
    """Sentences of the text that no source says; headings and bibliography apart."""
    stored = "\n".join("".join(one.text.split()) for one in sources)
    body = document.text.split("\n## References\n")[0].split("\n## 参考文献\n")[0]
    return [
        sentence
        for block in body.split("\n\n")
        if not block.startswith("#")
        for sentence in re.split(r"(?<!\\)\[\d+\]", block)
        if "".join(render.unescape(sentence).split()) not in stored
    ]


@cases
def test_the_citations_of_a_document_hold(
    base: Outline, sources: tuple[SourceDocument, ...]
) -> None:
    document = written(base, sources)
    assert verify(document, texts(sources)) == []
    assert len(document.citations) >= 8
    assert {entry.source_id for entry in document.bibliography} == {"s1", "s2"}


@cases
def test_an_altered_source_is_found(base: Outline, sources: tuple[SourceDocument, ...]) -> None:
    document = written(base, sources)
    wrong = {
        name: text.replace("a", "b").replace("的", "得") for name, text in texts(sources).items()
    }
    assert len(verify(document, wrong)) >= len(document.citations)


@cases
def test_nothing_is_made_up(base: Outline, sources: tuple[SourceDocument, ...]) -> None:
    assert made_up(written(base, sources), sources) == []


@cases
def test_the_same_input_gives_the_same_document(
    base: Outline, sources: tuple[SourceDocument, ...]
) -> None:
    assert written(base, sources) == written(base, sources)


def test_the_seed_outline_becomes_a_document() -> None:
    whole = with_ids(
        Outline.model_validate(
            {
                "title": "人工智能技术文档",
                "nodes": [
                    {
                        "id": "1",
                        "title": "概述",
                        "content_summary": SUMMARY,
                        "children": [
                            {"id": "", "title": "定义", "content_summary": "智能体选择行动。"}
                        ],
                    },
                    {"id": "2", "title": "应用", "content_summary": "医疗影像 [3]"},
                ],
            }
        )
    )
    own = from_summaries(whole)
    assert own is not None
    bare = SourceDocument(info=own.info, text=own.text)
    document = written(whole.model_copy(update={"sources": (own.info,)}), (bare,))
    assert document.text == (
        "# 人工智能技术文档\n\n"
        "## 概述\n\n人工智能研究如何让机器完成需要智能的任务。[1]它诞生于二十世纪。[1]\n\n"
        "### 定义\n\n智能体选择行动。[1]\n\n"
        "## 应用\n\n医疗影像 \\[3\\][1]\n\n"
        "## 参考文献\n\n[1] 人工智能技术文档（调用方提供的大纲）\n"
    )
    assert verify(document, texts((bare,))) == []


def test_a_section_without_material_stands_as_a_bare_heading() -> None:
    whole = with_ids(
        Outline.model_validate(
            {
                "title": "T",
                "nodes": [
                    {
                        "id": "1",
                        "title": "Cooling",
                        "content_summary": "Trees and roofs cool the streets of a city.",
                        "children": [{"id": "", "title": "Outlook"}],
                    }
                ],
            }
        )
    )
    own = from_summaries(whole)
    assert own is not None
    document = written(whole, (own,))
    assert "\n\n### Outlook\n\n## References" in document.text
    assert verify(document, texts((own,))) == []


SUMMARY = "人工智能研究如何让机器完成需要智能的任务。它诞生于二十世纪。"

ENGLISH_SENTENCES = [
    "Trees cool streets [3] of the town.", "They need *water* & soil.", "What now?",
    "However, <b>roofs</b> help too.", "1. An item of a list.", "See Figure 3.", "# Odd line here",
    "(In brackets it is cooler than outside.)", "Heat 🌡 kills people in cities.", "cool roofs",
    "A \\ backslash_stands in this sentence.", "Dr. Smith paid 3.5 dollars e.g. for water.",
]  # fmt: skip
CHINESE_SENTENCES = [
    "行道树降低街道温度[3]。", "因此，它们需要水。", "怎么办？",
    "白色屋顶*反射*阳光🌞。", "详见图3。",
    "（括号内的温度比外面更低。）", "高温是城市最严重的灾害之一。", "屋顶绿化",
    "[1]：纳凉点向居民开放。",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_material_gives_true_documents(data: st.DataObject) -> None:
    chinese = data.draw(st.booleans())
    pool = CHINESE_SENTENCES if chinese else ENGLISH_SENTENCES
    mixed = pool + (ENGLISH_SENTENCES if chinese else CHINESE_SENTENCES)[:3]
    gap = "" if chinese else " "
    paragraph = st.lists(st.sampled_from(mixed), min_size=1, max_size=6).map(gap.join)
    text = st.lists(paragraph, min_size=1, max_size=8).map("\n\n".join)
    sources = tuple(
        source(f"s{n}", one)
        for n, one in enumerate(data.draw(st.lists(text, min_size=1, max_size=3)))
    )
    sources = (*sources, source("last", "城市高温。" if chinese else "Extreme heat."))
    titles = data.draw(
        st.lists(
            st.sampled_from(["Trees", "Roofs", "屋顶", "高温", "Heat [1]"]), min_size=1, max_size=3
        )
    )
    base = outline("Cooling", "heat 高温", titles, "zh" if chinese else "en")
    try:
        plan(base, sources)
    except QuireError as error:
        assert error.metadata["step"] == "plan"
        return
    document = written(base, sources)
    assert verify(document, texts(sources)) == []
    assert made_up(document, sources) == []
    places = [(c.passage.source_id, c.passage.start) for c in document.citations]
    assert len(set(places)) == len(places), "a sentence stands twice"
    for info in document.chapters:
        assert info.citations > 0


def test_a_document_is_the_same_in_every_process(tmp_path: Path) -> None:
    """Nothing may hang on the random hashes of strings."""
    script = tmp_path / "write.py"
    script.write_text(
        "from tests.unit.chapters.corpus import *\n"
        "print(written(ENGLISH_OUTLINE, ENGLISH).text_sha256)\n"
        "print(written(with_passages(CHINESE_OUTLINE, CHINESE), CHINESE).text_sha256)\n"
    )
    seeds = random.Random(3).sample(range(1000), 2)
    root = Path(__file__).parents[3]
    answers = {
        subprocess.run(
            [sys.executable, str(script)],
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        ).stdout
        for seed in seeds
    }
    assert len(answers) == 1
