from collections.abc import Callable, Sequence
from io import BytesIO

import docx
import pytest

from shared.authoring.model import OutlineNode, SourceDocument, SourceRole
from shared.authoring.roles.draft_outline import draft_outline, read_draft
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.roles.files import kept, parsed

Tree = list[object]
How = Callable[[str, str, SourceRole], SourceDocument]


def tree(nodes: Sequence[OutlineNode]) -> Tree:
    return [(node.title, tree(node.children)) if node.children else node.title for node in nodes]


def read(source: SourceDocument) -> Tree:
    return tree(draft_outline(source))


@pytest.mark.parametrize("how", [parsed, kept])
def test_headings_of_markdown(how: How) -> None:
    text = (
        "# My report\n\n## 1. Trees\n\nWhat they do.\n\n- shade\n- water\n\n"
        "### 1.1 Care\n\n## Roofs\n"
    )
    draft = read_draft(how("o.md", text, "outline"))
    assert draft.title == "My report"
    assert tree(draft.nodes) == [("Trees", ["Care"]), "Roofs"]
    assert draft.nodes[0].content_summary == "What they do."
    assert draft.nodes[0].key_points == ("shade", "water")
    assert [draft.nodes[0].id, draft.nodes[0].children[0].id] == ["1", "1.1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Trees\n  1.1 Shade\n  1.2 Sun\n2. Roofs\n", [("Trees", ["Shade", "Sun"]), "Roofs"]),
        ("1 Trees\n1.1 Shade\n1.1.1 Leaf\n2 Roofs", [("Trees", [("Shade", ["Leaf"])]), "Roofs"]),
        ("- Trees\n  1. Shade\n  2. Water\n- Roofs", [("Trees", ["Shade", "Water"]), "Roofs"]),
        ("Trees\n\tShade\n\tWater\nRoofs\n", [("Trees", ["Shade", "Water"]), "Roofs"]),
        ("I. Trees\n  a) Shade\nII. Roofs", [("Trees", ["Shade"]), "Roofs"]),
        ("Chapter 1: Trees\nSection 1 Shade\nChapter 2: Roofs", [("Trees", ["Shade"]), "Roofs"]),
        ("一、总体情况\n（一）成绩\n1. 绿化\n（二）不足\n二、下一步",
         [("总体情况", [("成绩", ["绿化"]), "不足"]), "下一步"]),
        ("第一章 总则\n第一节 目的\n第二章 细则", [("总则", ["目的"]), "细则"]),
        ("城市高温\n1、行道树\n2、屋顶", ["行道树", "屋顶"]),
        ("行道树\n  遮荫\n屋顶", [("行道树", ["遮荫"]), "屋顶"]),
        ("Trees\n=====\n\nShade\n-----\n\nRoofs\n=====\n", [("Trees", ["Shade"]), "Roofs"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["o.txt", "o.md"])
def test_lines(text: str, expected: Tree, name: str) -> None:
    assert read(parsed(name, text, "outline")) == expected


def test_a_point_may_take_several_lines() -> None:
    text = "# D\n\n## Trees\n\nWhat they\ndo.\n\n- shade for\n  people\n- water\n\n## Roofs\n"
    draft = read_draft(parsed("o.md", text, "outline"))
    assert draft.nodes[0].content_summary == "What they do."
    assert draft.nodes[0].key_points == ("shade for people", "water")


def test_styles_of_word() -> None:
    document = docx.Document()
    for text, level in (("Plan", 0), ("行道树", 1), ("遮荫", 2), ("屋顶", 1)):
        document.add_heading(text, level)
    file = BytesIO()
    document.save(file)
    source = parse_file("r1", "o.docx", "", file.getvalue(), FileLimits(), role="outline")
    draft = read_draft(source)
    assert (draft.title, tree(draft.nodes)) == ("Plan", [("行道树", ["遮荫"]), "屋顶"])


@pytest.mark.parametrize("how", [parsed, kept])
@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "Trees", "summary": "On trees.", "children": [\n  {"title": "Shade"}]},'
        '\n\n "Roofs"]',
        '{"title": "D", "sections": [{"title": "Trees", "summary": "On trees.",'
        ' "sections": ["Shade"]}, {"heading": "Roofs"}]}',
        '{"outline": {"title": "D", "nodes": [{"title": "Trees", "content_summary": "On trees.",'
        ' "children": [{"title": "Shade"}]}, {"title": "Roofs", "children": null}]}}',
    ],
)
def test_json(how: How, text: str) -> None:
    nodes = draft_outline(how("o.json", text, "outline"))
    assert tree(nodes) == [("Trees", ["Shade"]), "Roofs"]
    assert nodes[0].content_summary == "On trees."


def test_purpose_and_key_points_of_json() -> None:
    text = '[{"title": "A", "purpose": "To tell", "key_points": ["x", "y"]}, "B"]'
    first = draft_outline(kept("o.json", text))[0]
    assert (first.purpose, first.key_points) == ("To tell", ("x", "y"))


@pytest.mark.parametrize(
    ("text", "reason", "part"),
    [
        (
            "It is a long story. Nobody planned it.\n\nAnd so on it goes.",
            "OUTLINE_INVALID",
            "titles",
        ),
        ('{"title": "D", "sections": ["A", {"title": "B"]}', "OUTLINE_INVALID", "line 1"),
        ('["A", {"titel": "B"}]', "OUTLINE_INVALID", "[1] has no title"),
        ('["A", 3]', "OUTLINE_INVALID", "[1] is neither"),
        ('{"title": "D", "sections": {"title": "B"}}', "OUTLINE_INVALID", "sections is no list"),
        ('{"title": "D"}', "OUTLINE_INVALID", "no titles"),
        ("[" * 60 + '"A"' + "]" * 60, "OUTLINE_INVALID", "[0] is neither"),
        ('[{"title": "A", "children": ' * 60 + '["B"]' + "}]" * 60, "OUTLINE_TOO_DEEP", "levels"),
        ("\n".join(f"- Title {n}" for n in range(2001)), "OUTLINE_TOO_LARGE", "2001 entries"),
        ("\n".join("  " * n + f"- Title {n}" for n in range(14)), "OUTLINE_TOO_DEEP", "levels"),
    ],
)
def test_what_is_no_outline_is_refused_by_name(text: str, reason: str, part: str) -> None:
    with pytest.raises(QuireError) as caught:
        draft_outline(kept("draft.txt", text))
    assert caught.value.reason is Reason[reason]
    assert caught.value.metadata == {"file": "draft.txt"}
    assert "draft.txt" in caught.value.message
    assert part in caught.value.message
