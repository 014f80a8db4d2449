"""The command ``quire write`` and its options."""

from pathlib import Path
from typing import Annotated

import typer

from quire_client.cli import arguments as args
from quire_client.cli import wish_arguments as wish
from quire_client.cli.document_file import check_document_out
from quire_client.cli.ending import end_with
from quire_client.cli.exits import usage
from quire_client.cli.floors import read_floors
from quire_client.cli.inputs import check_job_id, check_question, read_files
from quire_client.cli.making import OUTLINE_SUFFIX, Ending, write_document
from quire_client.cli.options import job_options
from quire_client.cli.output import check_out
from quire_client.cli.results import command_line
from quire_client.cli.screen import Screen
from quire_client.cli.session import run
from quire_client.cli.wishes import document_wishes, outline_wishes, read_budget, web_research

ID_ROOM = 64 - len(OUTLINE_SUFFIX)
"""Characters of an id that ``quire write`` can give to both of its jobs."""


def write(
    context: typer.Context,
    question: args.Question,
    paths: args.MoreFiles = None,
    file: args.Files = None,
    out: args.DocumentOut = None,
    outline_out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Also write the outline, with the texts of its sources.",
            show_default=False,
        ),
    ] = None,
    json: args.Json = False,
    detach: Annotated[
        bool,
        typer.Option(
            "--detach",
            "-d",
            help="Wait for the outline only: then submit the document, print its id and leave.",
            show_default=False,
        ),
    ] = False,
    priority: args.PriorityOption = None,
    label: args.Labels = None,
    deadline: args.Deadline = None,
    bibliography: args.Bibliography = None,
    language: wish.Language = "",
    genre: wish.GenreOption = "",
    chapters: wish.Chapters = None,
    depth: wish.Depth = None,
    length: wish.Length = None,
    max_length: wish.MaxLength = None,
    strict: wish.Strict = False,
    web: wish.Web = False,
    web_pages: wish.WebPages = None,
    allow_site: wish.AllowSites = None,
    prefer_site: wish.PreferSites = None,
    deny_site: wish.DenySites = None,
    max_tokens: wish.MaxTokens = None,
    max_cost: wish.MaxCost = "",
    finish_within: wish.FinishWithin = "",
    fail_under: wish.FailUnder = None,
    job_id: args.JobId = "",
) -> None:
    """Make an outline from your files, then a cited document from it.

    With --job-id ID the document's job is ID and the outline's is ID-outline.
    --max-tokens, --max-cost and --finish-within are for both together.
    """

    def command() -> int:
        names = [*(file or ()), *(paths or ())]
        check_question(question)
        if not names and not web:
            raise usage(
                "a document needs files to be written from; nothing was submitted",
                f"name them: {command_line('write', question, '--file', 'PATH')}",
                f"or search the web: {command_line('write', question, '--web')}",
                f"or see a conventional outline without any: {command_line('outline', question)}",
            )
        files = read_files(names)
        check_job_id(job_id, "o-")
        if len(job_id) > ID_ROOM:
            raise usage(f"--job-id is too long: here at most {ID_ROOM} characters")
        if out is not None and outline_out is not None and out.resolve() == outline_out.resolve():
            raise usage("--out and --outline-out name the same file")
        check_document_out(out)
        check_out(outline_out, "--outline-out")
        ending = Ending(out, detach, read_floors(fail_under or (), detach=detach))
        options = job_options(priority, label or (), deadline)
        budget = read_budget(max_tokens, max_cost, finish_within)
        wishes = outline_wishes(
            language=language,
            genre=genre,
            chapters=chapters,
            depth=depth,
            length=length,
            max_length=max_length,
            web=web_research(web, web_pages, allow_site or (), prefer_site or (), deny_site or ()),
            budget=budget,
        )
        return run(
            context.obj,
            Screen(json=json),
            lambda session: write_document(
                session,
                question,
                files,
                options,
                wishes,
                document_wishes(strict=strict, budget=budget),
                job_id,
                ending,
                bibliography,
                outline_out,
            ),
        )

    end_with(command)
