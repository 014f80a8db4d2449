"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from quire_client.cli.options import BibliographyName, PriorityName

Question = Annotated[
    str, typer.Argument(metavar="QUESTION", help="What the document is to answer, in quotes.")
]
MoreFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...", help="Further files, so that --file docs/* works.", show_default=False
    ),
]
Files = Annotated[
    list[str] | None,
    typer.Option(
        "--file",
        "-f",
        metavar="PATH[:ROLE]",
        help="A file to work from: Markdown, text, HTML, PDF or DOCX. May be repeated. "
        "ROLE is data unless given, or style, requirements (checked in the quality report) "
        "or outline (a draft to start from).",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="File to write; one that exists is replaced. Without it the result is printed.",
        show_default=False,
    ),
]
DocumentOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="File to write; one that exists is replaced. Its extension is its format: "
        ".md, .html, .docx or .pdf. Without it the document is printed, in Markdown.",
        show_default=False,
    ),
]
Bibliography = Annotated[
    BibliographyName | None,
    typer.Option(
        "--bibliography", help="How sources are cited and listed.", show_default="numeric"
    ),
]
Json = Annotated[
    bool,
    typer.Option(
        "--json", help="Print JSON, and nothing else, on standard output.", show_default=False
    ),
]
Detach = Annotated[
    bool,
    typer.Option(
        "--detach",
        "-d",
        help="Submit the job, print its id and leave.",
        show_default=False,
    ),
]
PriorityOption = Annotated[
    PriorityName | None,
    typer.Option("--priority", help="Which jobs go first.", show_default="normal"),
]
Labels = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="KEY=VALUE",
        help="A label of the job. May be repeated.",
        show_default=False,
    ),
]
Deadline = Annotated[
    float | None,
    typer.Option(
        "--deadline",
        metavar="SECONDS",
        min=0.001,
        help="Fail each job that has not ended after so many seconds.",
        show_default=False,
    ),
]
JobId = Annotated[
    str,
    typer.Option(
        "--job-id",
        metavar="ID",
        help="Id of the job. The same command with the same id goes on with the same job. "
        "Made if absent.",
        show_default=False,
    ),
]
Job = Annotated[str, typer.Argument(metavar="JOB", help="Id of a job.")]
Jobs = Annotated[list[str], typer.Argument(metavar="JOB...", help="Ids of jobs.")]
