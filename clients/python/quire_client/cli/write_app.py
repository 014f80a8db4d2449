"""The command ``quire write`` and its options."""

from pathlib import Path
from typing import Annotated

import typer

from quire_client.cli import arguments as args
from quire_client.cli.document_file import check_document_out
from quire_client.cli.ending import end_with
from quire_client.cli.exits import usage
from quire_client.cli.inputs import check_job_id, check_question, read_files
from quire_client.cli.making import OUTLINE_SUFFIX, Ending, write_document
from quire_client.cli.options import job_options
from quire_client.cli.output import check_out
from quire_client.cli.results import command_line
from quire_client.cli.screen import Screen
from quire_client.cli.session import run

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
    job_id: args.JobId = "",
) -> None:
    """Make an outline from your files, then a cited document from it.

    With --job-id ID the document's job is ID and the outline's is ID-outline.
    """

    def command() -> int:
        names = [*(file or ()), *(paths or ())]
        check_question(question)
        if not names:
            raise usage(
                "a document needs files to be written from; nothing was submitted",
                f"name them: {command_line('write', question, '--file', 'PATH')}",
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
        options = job_options(priority, label or (), deadline)
        return run(
            context.obj,
            Screen(json=json),
            lambda session: write_document(
                session,
                question,
                files,
                options,
                job_id,
                Ending(out, detach),
                bibliography,
                outline_out,
            ),
        )

    end_with(command)
