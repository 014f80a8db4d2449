"""Two graphs for LangGraph's dev server; runs in an environment of its own."""

import asyncio
import operator
from typing import Annotated, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send

CHAPTERS = 8
MODEL_SECONDS = 1.0


class State(TypedDict, total=False):
    """A document in the making."""

    chapters: Annotated[list[str], operator.add]
    text: str


async def nothing(state: State) -> State:
    """Do nothing."""
    return {"text": ""}


async def split(state: State) -> State:
    """Begin."""
    return {"text": ""}


def each_chapter(state: State) -> list[Send]:
    """Send each chapter down a branch of its own."""
    return [Send("chapter", Branch(number=number)) for number in range(CHAPTERS)]


class Branch(TypedDict):
    """What a chapter is given."""

    number: int


async def chapter(state: Branch) -> State:
    """Wait as for a model."""
    await asyncio.sleep(MODEL_SECONDS)
    return {"chapters": [f"Chapter {state['number']} says what it says."]}


async def fuse(state: State) -> State:
    """Put the chapters together."""
    return {"text": "\n".join(state["chapters"])}


_empty = StateGraph(State)
_empty.add_node("nothing", nothing)
_empty.add_edge(START, "nothing")
_empty.add_edge("nothing", END)
empty = _empty.compile()

_document = StateGraph(State)
_document.add_node("split", split)
_document.add_node("chapter", chapter)
_document.add_node("fuse", fuse)
_document.add_edge(START, "split")
_document.add_conditional_edges("split", each_chapter, ["chapter"])
_document.add_edge("chapter", "fuse")
_document.add_edge("fuse", END)
document = _document.compile()
