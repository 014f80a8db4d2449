"""Sources, outlines and the whole way from one to a document, for tests."""

from collections.abc import Iterator, Sequence

from shared.authoring.bibliography import number
from shared.authoring.counts import sentences_of
from shared.authoring.extractive.chapters import compose
from shared.authoring.extractive.fusion import fuse
from shared.authoring.extractive.plan import plan
from shared.authoring.model import (
    Chapter,
    Document,
    Draft,
    Outline,
    OutlineNode,
    Passage,
    Sentence,
    SourceDocument,
    SourceInfo,
)
from shared.authoring.outline_check import with_ids
from shared.authoring.passages import split

HEAT = """# Heat in cities

Extreme heat is a growing hazard for cities, and it kills more people than floods or storms. \
Dense streets store warmth during the day and release it at night. As a result, a city centre \
can be several degrees warmer than its surroundings. This effect is called the urban heat island. \
What can be done about it?

## Street trees

Street trees lower the temperature of the air below them by up to two degrees. They need water \
and room for their roots. Barcelona waters its young trees for five years after planting. \
However, mature trees give ten times the shade of young ones.

- Shade trees along footpaths
- Planting pits should hold at least twelve cubic metres of soil.

## Warning systems

A heat warning system tells residents and hospitals some days ahead that a hot spell is coming. \
Ahmedabad adopted the first such plan in South Asia in 2013. See Figure 3 for the number of \
calls. The plan trained nurses, opened cooling rooms and sent messages to a million phones [4]. \
It is estimated to have saved more than a thousand lives a year.

Figure 3: Calls for ambulances during hot spells in Ahmedabad.
"""

ROOFS = """# Cool roofs

A cool roof is a roof that reflects sunlight and gives off heat well. White roofs lower the \
indoor temperature of top floors by two to five degrees. New York has painted more than one \
million square metres of roofs white since 2009.

## Cost

Painting a roof white costs little more than painting it in a dark colour. The coating has to be \
renewed after about ten years. Savings on air conditioning usually pay for the coating within \
six years.

## Green roofs

A green roof carries soil and plants, which cool the air by evaporation. Green roofs hold back \
rain and last longer than bare ones. They cost more to build. Basel requires green roofs on all \
new flat roofs.

Street trees lower the temperature of the air below them by up to two degrees, studies found.
"""

CHINESE_HEAT = """# 城市高温

城市高温是指城市气温明显高于周边地区的现象。道路和建筑白天储存热量，夜间再缓慢释放。因此，市中心的气温可比郊区高出\
数度。高温已成为许多城市最严重的气象灾害之一。该怎么办？

## 行道树

行道树可以把树下的气温降低两度左右。它们需要水分和充足的根系空间。武汉在新建道路两侧种植了大量樟树🌳。成年树木的遮荫面积\
远大于幼树。

## 预警系统

高温预警系统提前数日通知居民和医院。上海自2001年起建立了热浪与健康监测预警系统。详见图3。该系统每天发布分级警报[4]，\
社区据此开放纳凉点。
"""

CHINESE_ROOFS = """# 屋顶降温

白色屋顶能够反射大部分阳光。深圳的试点表明，涂刷反射涂料后顶层室温下降了三度。涂料大约每十年需要更新一次。

## 屋顶绿化

屋顶绿化是在屋顶铺设土壤并种植植物的做法。植物通过蒸腾作用带走热量。屋顶绿化还能滞留雨水。北京要求新建公共建筑优先采用\
屋顶绿化。行道树可以把树下的气温降低两度左右。
"""


def source(name: str, text: str, title: str = "") -> SourceDocument:
    return SourceDocument(
        info=SourceInfo(id=name, title=title or name, uri=f"{name}.md"), text=text
    )


ENGLISH = (source("s1", HEAT, "Heat in cities"), source("s2", ROOFS, "Cool roofs"))
CHINESE = (source("s1", CHINESE_HEAT, "城市高温"), source("s2", CHINESE_ROOFS, "屋顶降温"))

ENGLISH_QUERY = "How do cities adapt to extreme heat?"
CHINESE_QUERY = "城市如何应对高温？"


def outline(title: str, query: str, nodes: Sequence[object], language: str = "") -> Outline:
    """An outline without passages; a node is a title, or a title and its children."""

    def node(value: object) -> dict[str, object]:
        if isinstance(value, tuple):
            title, children = value
            return {"id": "", "title": title, "children": [node(child) for child in children]}
        return {"id": "", "title": value}

    return with_ids(
        Outline.model_validate(
            {"title": title, "query": query, "language": language, "nodes": list(map(node, nodes))}
        )
    )


ENGLISH_OUTLINE = outline(
    "How cities adapt to extreme heat",
    ENGLISH_QUERY,
    ["Street trees", ("Roofs", ["Cool roofs", "Green roofs"]), "Warning systems"],
    "en",
)
CHINESE_OUTLINE = outline(
    "城市如何应对高温", CHINESE_QUERY, ["行道树", "屋顶绿化", "预警系统"], "zh"
)


def with_passages(base: Outline, sources: Sequence[SourceDocument]) -> Outline:
    """Give each node without children the passages under the heading of its title."""
    found = [passage for one in sources for passage in split(one)]

    def given(title: str) -> tuple[Passage, ...]:
        return tuple(passage for passage in found if passage.place.endswith(title))

    def filled(node: OutlineNode) -> OutlineNode:
        if node.children:
            children = tuple(filled(child) for child in node.children)
            return node.model_copy(update={"children": children})
        return node.model_copy(update={"passages": given(node.title)})

    return base.model_copy(update={"nodes": tuple(filled(node) for node in base.nodes)})


def drafted(base: Outline, sources: Sequence[SourceDocument]) -> Draft:
    planned = plan(base, sources)
    return fuse(planned, [compose(one, sources) for one in planned.chapters], sources)


def written(base: Outline, sources: Sequence[SourceDocument]) -> Document:
    return number(drafted(base, sources), sources)


def sentences(chapters: Sequence[Chapter]) -> Iterator[Sentence]:
    for chapter in chapters:
        yield from sentences_of(chapter.section)
