"""A model that says what it is told to, and a chapter with its sources for it to write."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from pydantic import BaseModel

from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    OutlineNode,
    Passage,
    Section,
    Sentence,
    SourceDocument,
    SourceInfo,
)
from shared.authoring.models.port import Answer, End, Filled, TextSink
from shared.authoring.models.prompt import Material, Prompt, messages
from shared.authoring.models.tokens import estimate
from shared.authoring.models.usage import Meter
from shared.authoring.passages import split
from shared.events.payloads import Usage

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=BaseModel)

ROOFS = (
    "A cool roof reflects most of the sunlight that falls on it. Fresh asphalt has an albedo of "
    "about 0.05, while a new white roof coating can reach 0.8. On a clear afternoon a black roof "
    "may be 30 degrees hotter than the air.\n\n"
    "Dust and soot reduce the albedo of a white roof within the first years. Washing the roof "
    "restores most of the lost albedo. New York and Los Angeles have written minimum values for "
    "roof reflectance into their building rules.\n\n"
    "A bright roof brings neither shade nor moisture to the street below. In cold climates a cool "
    "roof raises the need for heating a little in winter. Insulation makes the benefit of a cool "
    "roof smaller.\n"
)
HEAT = (
    "城市热岛效应使市中心夜间气温比郊区高出3至5摄氏度。沥青路面白天吸收大量热量，夜间缓慢释放。"
    "高层建筑之间的街道通风较差，热量难以散去。\n\n"
    "行道树可以使树荫下的路面温度降低10摄氏度以上。新种的树苗需要浇水三年才能成活。"
    "武汉市在2020年至2023年间新增了120公里林荫道。\n"
)

Reply = str | Answer | Exception | Callable[[Prompt], str]


@dataclass
class ScriptedModel:
    """Gives its replies one after the other, then the last one again."""

    replies: Sequence[Reply]
    tokens: int = 8192
    prompts: list[Prompt] = field(default_factory=list)
    allowed: list[int] = field(default_factory=list)
    name: str = "scripted"

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        self.prompts.append(prompt)
        self.allowed.append(max_tokens)
        reply = self.replies[min(len(self.prompts), len(self.replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        answer = reply if isinstance(reply, Answer) else None
        if answer is None:
            text = reply if isinstance(reply, str) else reply(prompt)  # type: ignore[operator]
            answer = Answer(text, End.DONE, self.name, Usage())
        for at in range(0, len(answer.text), 5):
            if on_text is not None:
                await on_text(answer.text[at : at + 5])
        if meter is not None:
            asked = sum(estimate(message.text) for message in messages(prompt))
            meter.add(self.name, Usage(1, asked, estimate(answer.text), 0))
        return answer

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        raise AssertionError("chapters are written as text")

    async def _nothing(self) -> AsyncGenerator[str, None]:
        raise AssertionError("chapters are written with complete")
        yield ""

    def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        return self._nothing()

    async def count(self, text: str) -> int:
        return estimate(text)

    async def window(self) -> int:
        return self.tokens


async def here(work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Do the work at once; implements ``Aside``."""
    return work(*args, **kwargs)


class Shown:
    """What a reader has seen."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    async def __call__(self, piece: str) -> None:
        self.pieces.append(piece)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def source(text: str, name: str = "s1", *, role: str = "data") -> SourceDocument:
    info = SourceInfo.model_validate({"id": name, "title": name, "role": role})
    return SourceDocument(info=info, text=text)


def chapter_plan(
    *sources: SourceDocument, title: str = "Cool roofs", language: str = "en", **more: object
) -> ChapterPlan:
    """Return the plan of a chapter without sections that has all passages of the sources."""
    found = tuple(passage for one in sources for passage in split(one))
    node = OutlineNode(id="n1", title=title)
    plan = ChapterPlan(
        index=0, total=1, node=node, passages={"n1": found}, language=language, query=title
    )
    return plan.model_copy(update=more)


def said(chapter: Chapter) -> list[Sentence]:
    """Return the sentences of a chapter in reading order."""

    def within(section: Section) -> list[Sentence]:
        own = [one for paragraph in section.paragraphs for one in paragraph.sentences]
        return own + [one for below in section.sections for one in within(below)]

    return within(chapter.section)


def quote(source: SourceDocument, passage: Passage) -> str:
    return source.text.encode()[passage.start : passage.end].decode()


def material(prompt: Prompt, name: str) -> str:
    """Return the text of a prompt's material of that name, ``""`` if there is none."""
    found = [part.text for part in prompt.parts if isinstance(part, Material) and part.name == name]
    return found[0] if found else ""
