"""The conventional structure of a document on a subject of which there are no sources."""

from shared.authoring.extractive.query import Subject, read_query, title_case
from shared.authoring.model import Outline, OutlineNode

Entry = tuple[str, str, tuple[tuple[str, str], ...]]
"""Title, summary, and titles and summaries of the sections; ``{topic}`` is filled in."""

_REPORT: tuple[Entry, ...] = (
    (
        "Background and Scope",
        "Why {topic} matters, for whom this is, and what it leaves out.",
        (
            ("Context", "What led to the interest in {topic}."),
            ("Questions and Scope", "The questions to be answered and the limits of the answer."),
        ),
    ),
    ("Key Concepts", "The terms that a reader needs in order to follow the rest on {topic}.", ()),
    (
        "Current Situation",
        "What is known about {topic} today, with figures and their sources.",
        (
            ("Development So Far", "The events and decisions that led here."),
            ("Present State", "The facts as they stand, with their dates."),
        ),
    ),
    (
        "Analysis",
        "The causes and effects at work in {topic}, and the evidence for each.",
        (
            ("Causes", "What drives the situation."),
            ("Effects", "Who and what is affected, and how much."),
        ),
    ),
    (
        "Approaches and Examples",
        "What has been done about {topic}, and with what result.",
        (),
    ),
    ("Challenges and Risks", "What stands in the way, what remains uncertain, and for whom.", ()),
    ("Recommendations and Outlook", "What follows from the analysis, and what to watch next.", ()),
)
_TECHNICAL: tuple[Entry, ...] = (
    (
        "Overview",
        "What {topic} is, what it is for, and for whom this document is written.",
        (
            ("Purpose and Readers", "What a reader can do after reading."),
            ("Scope", "What is covered and what is not."),
        ),
    ),
    (
        "Basic Concepts",
        "Terms and ideas on which the rest on {topic} builds.",
        (
            ("Terminology", "Definitions of the words used."),
            ("History", "How {topic} came to be as it is."),
        ),
    ),
    ("Architecture", "The parts of {topic} and how they work together.", ()),
    ("Core Techniques", "The methods behind {topic}, how each works and when it is used.", ()),
    ("Applications", "Where {topic} is used, with one worked example for each field.", ()),
    (
        "Implementation",
        "The way from requirements to operation, step by step.",
        (
            ("Preparation", "Data, tools and people needed."),
            ("Operation and Maintenance", "Running, monitoring and changing what was built."),
        ),
    ),
    ("Evaluation", "How quality and performance are measured, with figures to compare.", ()),
    (
        "Security, Limits and Risks",
        "What can go wrong, and what is done against it.",
        (),
    ),
    ("Outlook", "What is being worked on and what is still open.", ()),
)
_QUESTION: tuple[Entry, ...] = (
    (
        "Background",
        "What the question means and the terms needed to answer it.",
        (),
    ),
    ("What Is Known", "The facts that bear on the question, with their sources.", ()),
    ("How It Works", "Causes and mechanisms, one by one, with the evidence for each.", ()),
    ("Measures and Examples", "What is done in practice, where, and with what result.", ()),
    ("Limits and Open Questions", "What the evidence does not show, and where it disagrees.", ()),
    ("What Follows", "The answer in short, and what it means for those who act on it.", ()),
)
_REVIEW: tuple[Entry, ...] = (
    (
        "Aim and Scope",
        "The question put to the works on {topic}, the years and fields.",
        (),
    ),
    ("Method of the Search", "Where works were searched, which were kept, and why.", ()),
    (
        "Main Lines of Work",
        "The approaches to {topic}, in order of their appearance.",
        (),
    ),
    ("Findings", "What the works agree on, and how strong the evidence is.", ()),
    ("Disagreements and Gaps", "Where findings differ, possible reasons, and what is missing.", ()),
    ("Directions for Research", "Questions that follow and how they could be answered.", ()),
)

_REPORT_ZH: tuple[Entry, ...] = (
    (
        "背景与范围",
        "说明{topic}为何重要、面向哪些读者，以及本文不涉及的内容。",
        (("背景", "引起对{topic}关注的原因。"), ("问题与范围", "本文要回答的问题及其界限。")),
    ),
    ("基本概念", "理解{topic}所需的术语和定义。", ()),
    (
        "现状",
        "目前对{topic}的了解，包括数据及其来源。",
        (("发展历程", "形成当前局面的重要事件与决策。"), ("当前情况", "截至目前的事实与时间。")),
    ),
    (
        "分析",
        "{topic}背后的原因与影响，以及各自的依据。",
        (("原因", "推动当前情况的因素。"), ("影响", "受影响的对象及程度。")),
    ),
    ("实践与案例", "各地针对{topic}采取的做法及其效果。", ()),
    ("问题与风险", "存在的障碍、尚不确定之处及其影响对象。", ()),
    ("建议与展望", "由分析得出的建议，以及今后需要关注的方面。", ()),
)
_TECHNICAL_ZH: tuple[Entry, ...] = (
    (
        "{topic}概述",
        "说明{topic}是什么、有何用途，以及本文的读者。",
        (("目的与读者", "读者阅读后能够做到什么。"), ("范围", "本文涉及和不涉及的内容。")),
    ),
    (
        "基本概念",
        "后文所依据的术语和思想。",
        (("术语", "所用名词的定义。"), ("发展历程", "{topic}如何发展到今天。")),
    ),
    ("体系结构", "{topic}的组成部分及其相互关系。", ()),
    ("关键技术", "{topic}所用的主要方法、原理及适用条件。", ()),
    ("应用场景", "{topic}的应用领域，每个领域配一个实例。", ()),
    (
        "实施与部署",
        "从需求到运行的各个步骤。",
        (("准备工作", "所需的数据、工具和人员。"), ("运行与维护", "运行、监控和变更的方法。")),
    ),
    ("评估方法", "质量与性能的衡量方式及可比较的数据。", ()),
    ("安全、局限与风险", "{topic}可能出现的问题及应对办法。", ()),
    ("发展趋势", "正在进行的工作和尚待解决的问题。", ()),
)
_QUESTION_ZH: tuple[Entry, ...] = (
    ("问题背景", "问题的含义、提出的原因，以及回答所需的术语。", ()),
    ("已知事实", "与问题有关的事实及其来源。", ()),
    ("原因与机制", "逐一说明原因和机制，并给出依据。", ()),
    ("措施与案例", "实践中的做法、地点和效果。", ()),
    ("局限与争议", "证据未能说明之处，以及看法不一之处。", ()),
    ("结论与启示", "简要回答，以及对行动者的意义。", ()),
)
_REVIEW_ZH: tuple[Entry, ...] = (
    ("目的与范围", "综述{topic}的问题、年代和领域。", ()),
    ("文献检索方法", "检索的来源、取舍的标准和理由。", ()),
    ("主要研究脉络", "按出现先后说明对{topic}的各种研究路径。", ()),
    ("主要发现", "各研究的共识及其证据强度。", ()),
    ("分歧与空白", "结论不一之处、可能的原因和缺失的研究。", ()),
    ("研究方向", "由此提出的问题及可能的研究方法。", ()),
)


def skeleton(query: str) -> Outline:
    """Return a conventional outline for ``query`` with ``grounding == "none"``.

    Its form is that of the kind of document asked for: a technical document, a
    review, the answer to a question, else a report. Summaries say what belongs into
    a chapter and claim nothing. Chinese for Chinese queries, else English.
    """
    subject = read_query(query)
    chinese = subject.language == "zh"
    topic = subject.topic if chinese else _within_sentence(subject.topic)
    nodes = tuple(
        OutlineNode(
            id=str(number),
            title=title.format(topic=topic),
            content_summary=summary.format(topic=topic),
            children=tuple(
                OutlineNode(
                    id=f"{number}.{place}",
                    title=inner.format(topic=topic),
                    content_summary=text.format(topic=topic),
                )
                for place, (inner, text) in enumerate(sections, 1)
            ),
        )
        for number, (title, summary, sections) in enumerate(_form(subject, chinese=chinese), 1)
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
