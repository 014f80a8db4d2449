"""The command ``quire jobs`` and its options."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer

from quire_client.cli import arguments as args
from quire_client.cli import jobs, jobs_watch
from quire_client.cli import wish_arguments as wish
from quire_client.cli.ending import end_with
from quire_client.cli.exits import EPILOG
from quire_client.cli.inputs import check_job_id, read_labels
from quire_client.cli.options import StateName
from quire_client.cli.screen import Screen
from quire_client.cli.session import Session, run
from quire_client.cli.wishes import read_budget

jobs_app = typer.Typer(
    help="List, watch, show, cancel, retry and delete your jobs.",
    epilog=EPILOG,
    no_args_is_help=True,
)


@jobs_app.command("list", epilog=EPILOG)
def list_jobs(
    context: typer.Context,
    state: Annotated[
        list[StateName] | None,
        typer.Option(help="Only jobs in this state. May be repeated.", show_default=False),
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="Only jobs that bear this label. May be repeated.",
            show_default=False,
        ),
    ] = None,
    json: args.Json = False,
) -> None:
    """List the jobs of both services, the newest first.

    Where the output is no terminal, a line is: id, kind, state, share done, time
    made, labels and what was last said, parted by tabs.
    """

    def command() -> int:
        labels = read_labels(label or ())

        return _run(
            context, json, lambda session: jobs.list_jobs(session, tuple(state or ()), labels)
        )

    end_with(command)


@jobs_app.command("watch", epilog=EPILOG)
def watch_jobs(
    context: typer.Context,
    job: Annotated[
        list[str] | None,
        typer.Argument(metavar="[JOB]...", help="Ids of jobs.", show_default=False),
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="Jobs that bear this label, also those to come. May be repeated.",
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
    """Follow many jobs at once; all of yours, unless some are named or a label is given.

    Jobs that are named are followed to their ends; with a label it goes on until q or
    Ctrl-C. Where the output is no terminal, each change is a line.
    """

    def command() -> int:
        _check_ids(job or [])
        labels = read_labels(label or ()) if label or not job else None

        return jobs_watch.watch_jobs(context.obj, job or [], labels, json=json)

    end_with(command)


@jobs_app.command("get", epilog=EPILOG)
def get_job(context: typer.Context, job: args.Job, json: args.Json = False) -> None:
    """Show all that is known of a job."""

    def command() -> int:
        check_job_id(job)

        return _run(context, json, lambda session: jobs.get_job(session, job))

    end_with(command)


@jobs_app.command("cancel", epilog=EPILOG)
def cancel_jobs(
    context: typer.Context,
    job: args.Jobs,
    delete_parts: Annotated[
        bool,
        typer.Option("--delete-parts", help="Delete what is finished, so that no retry has it."),
    ] = False,
    json: args.Json = False,
) -> None:
    """Ask for the end of jobs; ended ones stay as they are."""

    def command() -> int:
        _check_ids(job)

        return _run(context, json, lambda session: jobs.cancel_jobs(session, job, delete_parts))

    end_with(command)


@jobs_app.command("retry", epilog=EPILOG)
def retry_jobs(
    context: typer.Context,
    job: args.Jobs,
    max_tokens: wish.MaxTokens = None,
    max_cost: wish.MaxCost = "",
    finish_within: wish.FinishWithin = "",
    json: args.Json = False,
) -> None:
    """Do again what failed, cancelled or partial jobs did not finish, as new jobs.

    Steps that a job has finished are not done again. Prints the ids of the new jobs.
    --max-tokens, --max-cost and --finish-within limit each new job; without them it has
    no limit, whatever the old one had.
    """

    def command() -> int:
        _check_ids(job)
        budget = read_budget(max_tokens, max_cost, finish_within)

        return _run(context, json, lambda session: jobs.retry_jobs(session, job, budget))

    end_with(command)


@jobs_app.command("delete", epilog=EPILOG)
def delete_jobs(context: typer.Context, job: args.Jobs, json: args.Json = False) -> None:
    """Delete ended jobs with their events and results."""

    def command() -> int:
        _check_ids(job)

        return _run(context, json, lambda session: jobs.delete_jobs(session, job))

    end_with(command)


def _check_ids(job_ids: list[str]) -> None:
    for job_id in job_ids:
        check_job_id(job_id)


def _run(
    context: typer.Context,
    json: bool,
    work: Callable[[Session], Coroutine[Any, Any, int]],  # asyncio is the driver
) -> int:

    return run(context.obj, Screen(json=json), work)
