import hashlib
import unicodedata

import pytest

from shared.authoring.model import Outline, OutlineNode, SourceInfo
from shared.authoring.outline_source import from_summaries, summary_passages

SEED = Outline.model_validate(
    {
        "title": "人工智能技术文档",
        "nodes": [
            {
                "id": "1",
                "title": "概述",
                "content_summary": "人工智能研究如何让机器完成需要智能的任务。",
                "children": [
                    {"id": "1.1", "title": "定义", "content_summary": "智能体选择行动。"},
                    {"id": "1.2", "title": "历史"},
                ],
            },
            {"id": "2", "title": "应用", "content_summary": "机器学习"},
        ],
    }
)


def test_the_seed_outline_becomes_a_source() -> None:
    source = from_summaries(SEED)
    assert source is not None
    assert source.text == (
        "# 概述\n\n人工智能研究如何让机器完成需要智能的任务。\n\n"
        "## 定义\n\n智能体选择行动。\n\n## 历史\n\n# 应用\n\n机器学习"
    )
    assert source.info.id == "outline"
    assert source.info.title == "人工智能技术文档（调用方提供的大纲）"
    assert source.info.language == "zh"
    encoded = source.text.encode()
    assert source.info.size == len(encoded)
    assert source.info.sha256 == hashlib.sha256(encoded).hexdigest()
    assert [(h.title, h.level) for h in source.headings] == [
        ("概述", 1), ("定义", 2), ("历史", 2), ("应用", 1),
    ]  # fmt: skip
    for heading in source.headings:
        assert encoded[heading.start : heading.end].decode().lstrip("# ") == heading.title


def test_each_summary_is_found_by_its_node() -> None:
    source = from_summaries(SEED)
    assert source is not None
    found = {
        name: source.text.encode()[passage.start : passage.end].decode()
        for name, passage in summary_passages(SEED).items()
    }
    assert found == {
        "1": "人工智能研究如何让机器完成需要智能的任务。",
        "1.1": "智能体选择行动。",
        "2": "机器学习",
    }


def test_an_english_outline_is_marked_in_english() -> None:
    node = OutlineNode(id="1", title="Trees", content_summary="Trees cool the streets of cities.")
    source = from_summaries(Outline(title="Cooling", nodes=(node,)))
    assert source is not None
    assert source.info.title == "Cooling (outline given by the caller)"
    assert source.info.language == "en"


@pytest.mark.parametrize("summary", ["", "  \n\t ", "—"])
def test_an_outline_without_summaries_is_no_source(summary: str) -> None:
    node = OutlineNode(id="1", title="Trees", content_summary=summary)
    assert from_summaries(Outline(title="Cooling", nodes=(node,))) is None


def test_the_text_is_in_stored_form_and_does_not_depend_on_sources() -> None:
    summary = "Cafe\u0301s need shade.\r\nSo do   people.\n\n\n\nAnd cats."
    node = OutlineNode(id="1", title="Shade\nand water", content_summary=summary)
    outline = Outline(title="T", nodes=(node,))
    source = from_summaries(outline)
    assert source is not None
    assert source.text == "# Shade and water\n\nCafés need shade.\nSo do people.\n\nAnd cats."
    assert unicodedata.is_normalized("NFC", source.text)
    named = outline.model_copy(update={"sources": (SourceInfo(id="outline", title="x"),)})
    assert from_summaries(named) == source
