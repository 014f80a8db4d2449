"""The conventional structure of a document on a subject of which there are no sources."""

from shared.authoring.extractive.query import Subject, read_query, title_case
from shared.authoring.model import Outline, OutlineNode

Entry = tuple[str, tuple[str, ...]]
"""Title, and titles of the sections; ``{topic}`` is filled in."""

_REPORT: tuple[Entry, ...] = (
    ("Background and Scope", ("Context", "Questions and Scope")),
    ("Key Concepts", ()),
    ("Current Situation", ("Development So Far", "Present State")),
    ("Analysis", ("Causes", "Effects")),
    ("Approaches and Examples", ()),
    ("Challenges and Risks", ()),
    ("Recommendations and Outlook", ()),
)
_TECHNICAL: tuple[Entry, ...] = (
    ("Overview", ("Purpose and Readers", "Scope")),
    ("Basic Concepts", ("Terminology", "History")),
    ("Architecture", ()),
    ("Core Techniques", ()),
    ("Applications", ()),
    ("Implementation", ("Preparation", "Operation and Maintenance")),
    ("Evaluation", ()),
    ("Security, Limits and Risks", ()),
    ("Outlook", ()),
)
_QUESTION: tuple[Entry, ...] = (
    ("Background", ()),
    ("What Is Known", ()),
    ("How It Works", ()),
    ("Measures and Examples", ()),
    ("Limits and Open Questions", ()),
    ("What Follows", ()),
)
_REVIEW: tuple[Entry, ...] = (
    ("Aim and Scope", ()),
    ("Method of the Search", ()),
    ("Main Lines of Work", ()),
    ("Findings", ()),
    ("Disagreements and Gaps", ()),
    ("Directions for Research", ()),
)
_REPORT_ZH: tuple[Entry, ...] = (
    ("背景与范围", ("背景", "问题与范围")),
    ("基本概念", ()),
    ("现状", ("发展历程", "当前情况")),
    ("分析", ("原因", "影响")),
    ("实践与案例", ()),
    ("问题与风险", ()),
    ("建议与展望", ()),
)
_TECHNICAL_ZH: tuple[Entry, ...] = (
    ("{topic}概述", ("目的与读者", "范围")),
    ("基本概念", ("术语", "发展历程")),
    ("体系结构", ()),
    ("关键技术", ()),
    ("应用场景", ()),
    ("实施与部署", ("准备工作", "运行与维护")),
    ("评估方法", ()),
    ("安全、局限与风险", ()),
    ("发展趋势", ()),
)
_QUESTION_ZH: tuple[Entry, ...] = (
    ("问题背景", ()),
    ("已知事实", ()),
    ("原因与机制", ()),
    ("措施与案例", ()),
    ("局限与争议", ()),
    ("结论与启示", ()),
)
_REVIEW_ZH: tuple[Entry, ...] = (
    ("目的与范围", ()),
    ("文献检索方法", ()),
    ("主要研究脉络", ()),
    ("主要发现", ()),
    ("分歧与空白", ()),
    ("研究方向", ()),
)


def skeleton(query: str) -> Outline:
    """Return a conventional outline for ``query`` with ``grounding == "none"``.

    Its form is that of the kind of document asked for: a technical document, a
    review, the answer to a question, else a report. It has no summaries: those count as
    evidence, which is the caller's to give. Chinese for Chinese queries, else English.
    """
    subject = read_query(query)
    chinese = subject.language == "zh"
    topic = subject.topic if chinese else _within_sentence(subject.topic)
    nodes = tuple(
        OutlineNode(
            id=str(number),
            title=title.format(topic=topic),
            children=tuple(
                OutlineNode(id=f"{number}.{place}", title=inner.format(topic=topic))
                for place, inner in enumerate(sections, 1)
            ),
        )
        for number, (title, sections) in enumerate(_form(subject, chinese=chinese), 1)
    )
    return Outline(
        title=subject.title or query.strip() or ("文档" if chinese else title_case("document")),
        query=query,
        language="zh" if chinese else "en",
        grounding="none",
        nodes=nodes,
    )


def _form(subject: Subject, *, chinese: bool) -> tuple[Entry, ...]:
    if any(word in subject.genre for word in ("review", "literature", "综述")):
        return _REVIEW_ZH if chinese else _REVIEW
    if any(
        word in subject.genre
        for word in (
            "technical",
            "manual",
            "guide",
            "handbook",
            "tutorial",
            "documentation",
            "技术",
            "手册",
            "指南",
            "教程",
            "设计",
        )
    ):
        return _TECHNICAL_ZH if chinese else _TECHNICAL
    if subject.question:
        return _QUESTION_ZH if chinese else _QUESTION
    return _REPORT_ZH if chinese else _REPORT


def _within_sentence(topic: str) -> str:
    """Return a topic as it stands within a sentence: only a clear name keeps its capital."""
    first, _, rest = topic.partition(" ")
    keeps = not first.istitle() or any(word[:1].isupper() for word in rest.split())
    return topic if keeps else topic[:1].lower() + topic[1:]
