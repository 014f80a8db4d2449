"""The command ``quire watch`` and its options."""

from pathlib import Path
from typing import Annotated

import typer

from quire_client.cli import arguments as args
from quire_client.cli.ending import end_with
from quire_client.cli.exits import usage
from quire_client.cli.inputs import check_job_id
from quire_client.cli.output import check_out
from quire_client.cli.screen import Screen
from quire_client.cli.session import run
from quire_client.cli.watching import watch_job
from quire_client.watch_state import Start


def watch(
    context: typer.Context,
    job: args.Job,
    after: Annotated[
        int, typer.Option(metavar="N", min=0, help="Leave out the events up to number N.")
    ] = 0,
    latest: Annotated[
        bool,
        typer.Option("--latest", help="Show only what happens from now on.", show_default=False),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="When the job is done, write the document, or the outline as JSON.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        bool,
        typer.Option(
            "--json", help="Print each event as a JSON object on one line.", show_default=False
        ),
    ] = False,
) -> None:
    """Follow a job to its end. One that has ended already is shown from its first event."""

    def command() -> int:
        check_job_id(job)
        check_out(out)
        if latest and after:
            raise usage("--after and --latest are given; give one of them")
        start = Start(after, latest)
        screen = Screen(json=json, events_are_result=True)
        return run(context.obj, screen, lambda session: watch_job(session, job, start, out))

    end_with(command)
