"""The command ``quire outline`` and its options."""

import typer

from quire_client.cli import arguments as args
from quire_client.cli import wish_arguments as wish
from quire_client.cli.ending import end_with
from quire_client.cli.inputs import check_job_id, check_question, read_files
from quire_client.cli.making import Ending, make_outline
from quire_client.cli.options import job_options
from quire_client.cli.output import check_out
from quire_client.cli.screen import Screen
from quire_client.cli.session import run
from quire_client.cli.wishes import outline_wishes, read_budget, web_research


def outline(
    context: typer.Context,
    question: args.Question,
    paths: args.MoreFiles = None,
    file: args.Files = None,
    out: args.Out = None,
    json: args.Json = False,
    detach: args.Detach = False,
    priority: args.PriorityOption = None,
    label: args.Labels = None,
    deadline: args.Deadline = None,
    language: wish.Language = "",
    genre: wish.GenreOption = "",
    chapters: wish.Chapters = None,
    depth: wish.Depth = None,
    length: wish.Length = None,
    max_length: wish.MaxLength = None,
    web: wish.Web = False,
    web_pages: wish.WebPages = None,
    allow_site: wish.AllowSites = None,
    prefer_site: wish.PreferSites = None,
    deny_site: wish.DenySites = None,
    max_tokens: wish.MaxTokens = None,
    max_cost: wish.MaxCost = "",
    finish_within: wish.FinishWithin = "",
    job_id: args.JobId = "",
) -> None:
    """Make an outline and print it as a tree.

    --out writes it together with the texts of its sources, as JSON that "quire document" reads.
    Without files you get a conventional skeleton with no evidence behind it.
    """

    def command() -> int:
        names = [*(file or ()), *(paths or ())]
        check_question(question)
        files = read_files(names)
        check_job_id(job_id, "d-")
        check_out(out)
        options = job_options(priority, label or (), deadline)
        wishes = outline_wishes(
            language=language,
            genre=genre,
            chapters=chapters,
            depth=depth,
            length=length,
            max_length=max_length,
            web=web_research(web, web_pages, allow_site or (), prefer_site or (), deny_site or ()),
            budget=read_budget(max_tokens, max_cost, finish_within),
        )
        return run(
            context.obj,
            Screen(json=json),
            lambda session: make_outline(
                session, question, files, options, wishes, job_id, Ending(out, detach)
            ),
        )

    end_with(command)
