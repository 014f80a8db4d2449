"""``python -m benchmarks.quality``: runs authors and baselines over the evaluation set.

The model is that of QUIRE_MODEL and QUIRE_MODEL_BASE_URL, for example ``openai:smollm2`` at
``http://127.0.0.1:8080/v1``, or a small one that is started here. Without one the baselines of a
model are left out.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.progress import say
from benchmarks.quality import baselines, report
from benchmarks.quality.authors import make
from benchmarks.quality.made import Figures, Made, keep, measure
from benchmarks.quality.subjects import Subject, names, select
from shared.author_settings import AuthorSettings
from shared.authoring.extractive.author import ExtractiveAuthors
from shared.authoring.models.config import ModelConfig
from shared.authoring.models.opening import open_model
from shared.bootstrap.authoring import AUTHOR_SECONDS, open_authors
from shared.cpu.pool import CpuPool
from tests.support.model_server import ModelServer

AUTHORS = ("extractive", "llm")
System = Callable[[Subject], Awaitable[Made]]


def main() -> int:
    """Return 0 if everything ran, 2 for a wrong name."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description="Measures how good documents are."
    )
    parser.add_argument("--authors", default="extractive", help=f"of {', '.join(AUTHORS)}, or none")
    parser.add_argument("--no-baselines", action="store_true", help="run the authors only")
    parser.add_argument("--part", choices=("tune", "report"), default="", help="both if not given")
    parser.add_argument("--subjects", default="", help=f"of {', '.join(names())}")
    parser.add_argument("--keep", type=Path, help="write documents and sources into this folder")
    parser.add_argument("--dry", action="store_true", help="print the table, write no results")
    parser.add_argument(
        "--small-model", action="store_true", help="start SmolLM2 here (the group model) and use it"
    )
    given = parser.parse_args()
    with _small_model() if given.small_model else nullcontext():
        return _measure(parser, given)


def _measure(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    authors = [name for name in given.authors.split(",") if name and name != "none"]
    wanted = [name for name in given.subjects.split(",") if name]
    unknown = [*set(authors).difference(AUTHORS), *set(wanted).difference(names())]
    if unknown:
        parser.error(f"there is no {unknown[0]}")
    model = os.environ.get("QUIRE_MODEL", "")
    if "llm" in authors and not model:
        parser.error("the author llm needs QUIRE_MODEL and QUIRE_MODEL_BASE_URL")
    subjects = select(given.part, wanted)
    kept = "" if given.dry else model or "none"
    figures = asyncio.run(_run(subjects, authors, model, not given.no_baselines, given.keep, kept))
    report.show(figures)
    if kept:
        report.fill(report.load())
    return 0


@contextmanager
def _small_model() -> Iterator[None]:
    """Serve the model for as long as the block lasts, and name it in the environment."""
    with TemporaryDirectory() as folder, ModelServer(Path(folder)) as server:
        os.environ |= {"QUIRE_MODEL": "openai:smollm2", "QUIRE_MODEL_BASE_URL": server.url}
        yield


async def _run(
    subjects: list[Subject],
    authors: list[str],
    model: str,
    with_baselines: bool,
    folder: Path | None,
    kept: str,
) -> list[Figures]:
    """Return the figures; those of a subject are saved when it is done, if ``kept`` says so."""
    figures: list[Figures] = []
    async with AsyncExitStack() as stack:
        pool = CpuPool(1)
        stack.push_async_callback(pool.close)
        systems = [one async for one in _systems(authors, model, with_baselines, pool, stack)]
        for number, subject in enumerate(subjects, 1):
            for system in systems:
                made = await system(subject)
                if folder:
                    keep(made, subject, folder)
                figures.append(measure(subject, made))
                say(f"{number}/{len(subjects)} {subject.name}: {made.system}, {made.seconds:.1f} s")
            if kept:
                report.save([one for one in figures if one.subject == subject.name], model)
    return figures


async def _systems(
    authors: list[str], model: str, with_baselines: bool, pool: CpuPool, stack: AsyncExitStack
) -> AsyncIterator[System]:
    settings = AuthorSettings(
        model=model, model_base_url=os.environ.get("QUIRE_MODEL_BASE_URL", "")
    )
    if with_baselines:
        yield _plain_lead
    if with_baselines and model:
        config = ModelConfig(
            settings.model,
            base_url=settings.model_base_url,
            api_key=settings.key("model_api_key"),
            first_token_seconds=600.0,
            temperature=0.0,
        )
        opened = await stack.enter_async_context(open_model(config))
        yield lambda subject: baselines.prompt_only(subject, opened)
        yield lambda subject: baselines.one_grounded_prompt(subject, opened)
    if "extractive" in authors:
        extractive = ExtractiveAuthors(pool, seconds=AUTHOR_SECONDS)
        yield lambda subject: make(subject, extractive, "Quire, extractive")
    if "llm" in authors:
        written = await stack.enter_async_context(open_authors(settings, pool))
        yield lambda subject: make(subject, written, "Quire, model")


async def _plain_lead(subject: Subject) -> Made:
    return baselines.lead(subject)


if __name__ == "__main__":
    sys.exit(main())
