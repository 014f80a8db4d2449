from typing import cast

import pytest

from shared.authoring.model import Outline, OutlineNode, Passage, SourceInfo
from shared.authoring.outline_check import OutlineLimits, check_outline, walk, with_ids
from shared.authoring.outline_json import parse_outline
from shared.errors import QuireError
from shared.jobs.model import JsonValue
from shared.reasons import Reason

SEED: JsonValue = {
    "title": "人工智能技术文档",
    "nodes": [
        {
            "id": "1",
            "title": "概述",
            "content_summary": "人工智能的定义。",
            "children": [{"id": "1.1", "title": "历史", "content_summary": "", "children": []}],
        },
        {"title": "应用", "content_summary": "医疗与交通。"},
    ],
}


def test_the_plain_form_is_read() -> None:
    outline, texts = parse_outline(SEED)
    assert outline.title == "人工智能技术文档"
    assert outline.nodes[0].children[0].title == "历史"
    assert texts == {}


def test_the_plain_form_may_hold_null_children() -> None:
    outline, _ = parse_outline({"title": "t", "nodes": [{"title": "a", "children": None}]})
    assert outline.nodes[0].children == ()


def test_own_json_is_read_back() -> None:
    own = Outline(
        title="t",
        nodes=(
            OutlineNode(id="1", title="a", passages=(Passage(source_id="s1", start=0, end=2),)),
        ),
        sources=(SourceInfo(id="s1", title="S"),),
    )
    body = cast("JsonValue", own.model_dump(mode="json"))
    wrapped: JsonValue = {"outline": body, "source_texts": {"s1": "ab"}}
    assert parse_outline(wrapped) == (own, {"s1": "ab"})
    listed: JsonValue = {"outline": body, "source_texts": [{"source_id": "s1", "text": "ab"}]}
    assert parse_outline(listed) == (own, {"s1": "ab"})


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ([], "outline"),
        ("text", "outline"),
        ({"nodes": []}, "outline.title"),
        ({"title": "t", "nodes": [{"id": "1"}]}, "outline.nodes[0].title"),
        ({"title": "t", "nodes": [{"title": "a", "summary": "x"}]}, "outline.nodes[0].summary"),
        ({"title": "t", "nodes": "x"}, "outline.nodes"),
        ({"title": "t", "nodes": [], "source_texts": {"s1": 1}}, "source_texts"),
        ({"title": "t", "nodes": [], "source_texts": "x"}, "source_texts"),
    ],
)
def test_a_wrong_form_names_its_field(value: JsonValue, field: str) -> None:
    with pytest.raises(QuireError) as caught:
        parse_outline(value)
    assert caught.value.reason is Reason.OUTLINE_INVALID
    assert caught.value.violations[0].field == field


def test_a_bottomless_value_is_refused_before_it_is_walked() -> None:
    value: JsonValue = {"title": "x"}
    for _ in range(5000):
        value = {"title": "x", "children": [value]}
    with pytest.raises(QuireError) as caught:
        parse_outline({"title": "t", "nodes": [value]})
    assert caught.value.reason is Reason.OUTLINE_TOO_DEEP


def test_ids_are_given_by_place_and_never_twice() -> None:
    outline, _ = parse_outline(
        {
            "title": "t",
            "nodes": [{"title": "a"}, {"title": "b", "id": "1", "children": [{"title": "c"}]}],
        }
    )
    ids = [node.id for _, node in walk(with_ids(outline))]
    assert ids == ["1x", "1", "2.1"]


def _outline(*nodes: OutlineNode) -> Outline:
    return Outline(title="t", nodes=nodes)


def test_a_node_within_its_own_id_is_a_cycle() -> None:
    inner = OutlineNode(id="a", title="again")
    with pytest.raises(QuireError, match="inside the node of the same id") as caught:
        check_outline(
            _outline(OutlineNode(id="a", title="x", children=(inner,))), {}, OutlineLimits()
        )
    assert caught.value.reason is Reason.OUTLINE_DUPLICATE_NODE
    assert caught.value.metadata == {"node_id": "a"}


def test_size_and_depth_have_limits() -> None:
    many = _outline(*(OutlineNode(id=str(n), title="x") for n in range(11)))
    with pytest.raises(QuireError) as caught:
        check_outline(many, {}, OutlineLimits(nodes=10))
    assert caught.value.reason is Reason.OUTLINE_TOO_LARGE
    deep = OutlineNode(id="0", title="x")
    for n in range(1, 5):
        deep = OutlineNode(id=str(n), title="x", children=(deep,))
    check_outline(_outline(deep), {}, OutlineLimits(depth=5))
    with pytest.raises(QuireError) as caught:
        check_outline(_outline(deep), {}, OutlineLimits(depth=4))
    assert caught.value.reason is Reason.OUTLINE_TOO_DEEP
    assert caught.value.metadata == {"depth": "5", "limit": "4"}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 7)])
def test_a_passage_lies_within_its_source(start: int, end: int) -> None:
    node = OutlineNode(id="1", title="x", passages=(Passage(source_id="s1", start=start, end=end),))
    outline = Outline(title="t", nodes=(node,), sources=(SourceInfo(id="s1", title="S"),))
    with pytest.raises(QuireError) as caught:
        check_outline(outline, {"s1": "中文"}, OutlineLimits())
    assert caught.value.violations[0].field == "nodes[0].passages[0]"


def test_sources_and_texts_belong_together() -> None:
    outline = Outline(
        title="t",
        nodes=(OutlineNode(id="1", title="x"),),
        sources=(SourceInfo(id="s1", title="S"),),
    )
    with pytest.raises(QuireError, match="has no text"):
        check_outline(outline, {}, OutlineLimits())
    with pytest.raises(QuireError, match="names no source"):
        check_outline(outline, {"s1": "a", "s2": "b"}, OutlineLimits())
    check_outline(outline, {"s1": "a"}, OutlineLimits())
