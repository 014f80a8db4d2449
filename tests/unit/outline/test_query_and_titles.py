"""Queries become titles, headings are cleaned, groups are named, skeletons fit the query."""

import pytest

from shared.authoring.extractive import headings
from shared.authoring.extractive.headings import Role
from shared.authoring.extractive.query import read_query
from shared.authoring.extractive.skeleton import skeleton
from shared.authoring.extractive.titles import title_each
from shared.authoring.outline_check import OutlineLimits, check_outline, walk, with_ids


@pytest.mark.parametrize(
    ("query", "title", "topic"),
    [
        ("How do cities adapt to extreme heat?", "How Cities Adapt to Extreme Heat", None),
        ("请生成一份关于人工智能的技术文档大纲", "人工智能技术文档", "人工智能"),
        ("城市如何应对高温？", "城市如何应对高温", None),
        ("什么是量子计算？", "什么是量子计算", "量子计算"),
        ("写一篇人工智能在医疗领域的应用报告", "人工智能在医疗领域的应用报告", None),
        ("请介绍一下量子计算", "量子计算", "量子计算"),
        ("帮我写一个以环保为主题的演讲稿", "环保演讲稿", "环保"),
        ("Write a report about tea", "Tea", "tea"),
        ("Please write a technical report on the history of tea in Japan.",
         "The History of Tea in Japan", "history of tea in Japan"),
        ("What are the effects of caffeine on sleep?", "Effects of Caffeine on Sleep", None),
        ("What is quantum computing?", "What Is Quantum Computing?", "quantum computing"),
        ("How can I install Quire?", "How to Install Quire", "install Quire"),
        ("Explain how vaccines work", "How Vaccines Work", None),
        ("Compare nuclear and solar power", "Comparison of Nuclear and Solar Power", None),
        ("heat", "Heat", "heat"),
    ],
)  # fmt: skip
def test_a_query_becomes_a_title(query: str, title: str, topic: str | None) -> None:
    subject = read_query(query)
    assert subject.title == title
    if topic is not None:
        assert subject.topic == topic


def test_long_and_odd_queries_give_usable_titles() -> None:
    long = "Describe " + "the many ways of cities, " * 40
    assert len(read_query(long).title) <= 120
    for query in ("?", "。", "{topic}", "x" * 5000, "a\nb\nc"):
        result = skeleton(query)
        assert result.title
        assert len(result.title) <= 5000


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("1. Coating and insulation", "Coating and insulation"),
        ("3.2 Results", "Results"),
        ("Chapter 3: Cool Roofs", "Cool Roofs"),
        ("IV. Methods", "Methods"),
        ("第一章 绪论", "绪论"),
        ("（二）方法", "方法"),
        ("三、高温预警", "高温预警"),
        ("🎯 重构目标", "重构目标"),
        ("HEAT ACTION PLANS:", "Heat action plans"),
        ("10 tips for summer", "10 tips for summer"),
        ("`make_outline(job_id)`", "make_outline(job_id)"),
        ("C++ in practice", "C++ in practice"),
        ("3D printing", "3D printing"),
        ("1984", "1984"),
    ],
)
def test_headings_are_cleaned(heading: str, expected: str) -> None:
    assert headings.clean(heading) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Introduction", Role.OPENING), ("引言", Role.OPENING), ("Conclusions", Role.CLOSING),
        ("总结", Role.CLOSING), ("Why heat kills", Role.FIRST), ("发展历史", Role.FIRST),
        ("Outlook", Role.LAST), ("未来展望", Role.LAST), ("Street trees", Role.BODY),
        ("Reaching people at risk", Role.BODY), ("What the plans achieve", Role.BODY),
    ],
)  # fmt: skip
def test_headings_say_their_place(title: str, expected: Role) -> None:
    assert headings.role(title) is expected


def test_titles_are_compared_by_their_words() -> None:
    same = headings.key_words
    assert headings.say_the_same(same("Street trees"), same("Trees on the street"))
    assert not headings.say_the_same(same("Street trees"), same("Street lamps"))
    assert not headings.say_the_same(same(""), same(""))


def test_groups_get_different_titles_from_what_sets_them_apart() -> None:
    groups = [
        ["The green roof holds rain. A green roof cools the house. Plants of the roof need rain."],
        ["The heat plan warns people. A heat plan opens the cooling centre. The plan is cheap."],
    ]
    first, second = title_each(groups, "en")
    assert "green roof" in first.lower()
    assert "heat plan" in second.lower()
    assert title_each([["", "a of the"]], "en") == [""]


@pytest.mark.parametrize(
    ("query", "language", "topic"),
    [
        ("请生成一份关于人工智能的技术文档大纲", "zh", "人工智能"),
        ("城市如何应对高温？", "zh", "城市"),
        ("写一篇关于茶的文献综述", "zh", "茶"),
        ("Write a technical document about solar power", "en", "solar power"),
        ("Write a literature review on tea", "en", "tea"),
        ("How do cities adapt to extreme heat?", "en", "Cities"),
        ("tea", "en", "tea"),
    ],
)
def test_a_skeleton_fits_the_query_and_claims_nothing(
    query: str, language: str, topic: str
) -> None:
    result = with_ids(skeleton(query))
    check_outline(result, {}, OutlineLimits())
    assert result.grounding == "none"
    assert result.language == language
    assert topic.lower() in f"{result.title} {result.nodes}".lower()
    assert 3 <= len(result.nodes) <= 12
    for _, node in walk(result):
        assert node.title
        assert not node.content_summary, "a summary would count as evidence"
        assert not node.passages
        assert "{" not in node.title


def test_the_kind_of_document_decides_the_skeleton() -> None:
    queries = (
        "tea",
        "Write a technical guide to tea",
        "What is tea?",
        "Literature review on tea",
    )
    first_titles = {skeleton(query).nodes[1].title for query in queries}
    assert len(first_titles) == len(queries)
