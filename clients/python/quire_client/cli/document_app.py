"""The command ``quire document`` and its options."""

from pathlib import Path
from typing import Annotated

import typer
from quire.document.v1.document_service_pb2 import OutlineWithSources

from quire_client.cli import arguments as args
from quire_client.cli import wish_arguments as wish
from quire_client.cli.document_file import check_document_out
from quire_client.cli.ending import end_with
from quire_client.cli.exits import usage
from quire_client.cli.floors import read_floors
from quire_client.cli.inputs import check_job_id, is_job_id
from quire_client.cli.making import Ending, make_document
from quire_client.cli.options import job_options
from quire_client.cli.outline_file import STDIN, read_outline
from quire_client.cli.screen import Screen
from quire_client.cli.session import run
from quire_client.cli.wishes import document_wishes, read_budget
from quire_client.ids import DOCUMENT_PREFIX


def document(
    context: typer.Context,
    outline: Annotated[
        str,
        typer.Argument(
            metavar="OUTLINE",
            help="File of an outline, id of an outline's job, or - to read standard input.",
        ),
    ],
    out: args.DocumentOut = None,
    json: args.Json = False,
    detach: args.Detach = False,
    priority: args.PriorityOption = None,
    label: args.Labels = None,
    deadline: args.Deadline = None,
    bibliography: args.Bibliography = None,
    genre: wish.GenreOption = "",
    length: wish.Length = None,
    max_length: wish.MaxLength = None,
    strict: wish.Strict = False,
    max_tokens: wish.MaxTokens = None,
    max_cost: wish.MaxCost = "",
    finish_within: wish.FinishWithin = "",
    fail_under: wish.FailUnder = None,
    job_id: args.JobId = "",
) -> None:
    """Make a document from an outline: a file, or the job that made it.

    Files may be those that "quire outline --out" writes, or of the form
    {"title", "nodes": [{"id", "title", "content_summary", "children"}]}.
    Genre and lengths are those of the outline unless given.
    """

    def command() -> int:
        check_job_id(job_id, "o-")
        check_document_out(out)
        ending = Ending(out, detach, read_floors(fail_under or (), detach=detach))
        options = job_options(priority, label or (), deadline)
        wishes = document_wishes(
            strict=strict,
            genre=genre,
            length=length,
            max_length=max_length,
            budget=read_budget(max_tokens, max_cost, finish_within),
        )
        given = _outline_or_job(outline)
        return run(
            context.obj,
            Screen(json=json),
            lambda session: make_document(
                session, given, options, wishes, job_id, ending, bibliography
            ),
        )

    end_with(command)


def _outline_or_job(name: str) -> OutlineWithSources | str:
    """Return the outline of a file, or the id of a job if there is no such file.

    Raises:
        CommandError: it is neither.

    """
    if name == STDIN or Path(name).exists() or not is_job_id(name):
        return read_outline(name)
    if name.startswith(DOCUMENT_PREFIX):
        raise usage(f"{name} is the id of a document's job; an outline's is needed")
    return name
