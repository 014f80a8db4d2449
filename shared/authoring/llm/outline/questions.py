"""What readers would ask, from several perspectives, answered by retrieval.

The idea is STORM's (Shao et al., Assisting in Writing Wikipedia-like Articles From
Scratch with Large Language Models, NAACL 2024): asking from the view of different
readers finds what a plain prompt for an outline leaves out. Unlike there, no model
answers: an answer is the passages that retrieval finds, and a question without is dropped.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from shared.authoring.llm.aside import in_thread
from shared.authoring.llm.outline import prompts as outline_prompts
from shared.authoring.llm.outline.answers import questions as read_questions
from shared.authoring.llm.outline.ask import ask
from shared.authoring.llm.outline.finish import Question
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.titles import words_of
from shared.authoring.models.budget import BudgetReachedError
from shared.authoring.models.port import Model

PER_PERSPECTIVE = 5
_PASSAGES = 4
_TOKENS = 240
_LONGEST = 200
_ALIKE = 0.7
_ENOUGH = 0.5


async def ask_questions(
    model: Model, language: str, materials: dict[str, str], grounds: Grounds
) -> tuple[list[Question], BudgetReachedError | None]:
    """Return what the perspectives ask and the evidence answers, and what ended the asking.

    One call for each perspective, all at once. Raises QuireError where the model
    cannot be reached.
    """
    who = outline_prompts.PERSPECTIVES[outline_prompts.tongue(language)]
    answers = await asyncio.gather(
        *(
            ask(
                model,
                partial(outline_prompts.questions, one, PER_PERSPECTIVE, language),
                materials,
                max_tokens=_TOKENS,
            )
            for one in who
        ),
        return_exceptions=True,
    )
    reached: BudgetReachedError | None = None
    texts: list[str] = []
    for answer in answers:
        if isinstance(answer, BudgetReachedError):
            reached = answer
        elif isinstance(answer, BaseException):
            raise answer
        else:
            texts.append(answer)
    return await in_thread(_answered, texts, grounds), reached


def _answered(texts: Sequence[str], grounds: Grounds) -> list[Question]:
    """Return the questions that are about the evidence, each once, with their passages."""
    found: list[Question] = []
    said: list[frozenset[str]] = []
    for text in texts:
        for question in read_questions(text, PER_PERSPECTIVE):
            words = words_of(question)
            if len(question) > _LONGEST or grounds.grounded(question) < _ENOUGH:
                continue
            if any(len(words & other) >= _ALIKE * len(words | other) for other in said):
                continue
            passages = grounds.admit(question, _PASSAGES)
            if passages:
                said.append(words)
                found.append(Question(question, tuple(passages)))
    return found
