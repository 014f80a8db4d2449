"""Options for what is wished of an outline and of a document."""

from typing import Annotated

import typer

_LONGEST = 1_000_000

Language = Annotated[
    str,
    typer.Option(
        "--language",
        metavar="CODE",
        help="Language of the document, for example en or zh. That of the question, or of a "
        "drafted outline, if absent.",
        show_default=False,
    ),
]
GenreOption = Annotated[
    str,
    typer.Option(
        "--genre",
        metavar="NAME|FILE",
        help="What kind of document: report, technical, literature_review, briefing, speech, "
        "work_report, or a file of your own, as ./minutes.md.",
        show_default=False,
    ),
]
Chapters = Annotated[
    int | None,
    typer.Option(
        "--chapters", metavar="N", min=1, max=100, help="How many chapters.", show_default=False
    ),
]
Depth = Annotated[
    int | None,
    typer.Option(
        "--depth",
        metavar="N",
        min=1,
        max=4,
        help="Levels of headings at most; 1 for chapters without sections.",
        show_default=False,
    ),
]
Length = Annotated[
    int | None,
    typer.Option(
        "--length",
        metavar="N",
        min=1,
        max=_LONGEST,
        help="Length of the document in words, or characters in Chinese and Japanese; kept "
        "within 15% where the files say enough.",
        show_default=False,
    ),
]
MaxLength = Annotated[
    int | None,
    typer.Option(
        "--max-length",
        metavar="N",
        min=1,
        max=_LONGEST,
        help="Length that the document never passes.",
        show_default=False,
    ),
]
Web = Annotated[
    bool,
    typer.Option("--web", help="Search the web for further sources.", show_default=False),
]
WebPages = Annotated[
    int | None,
    typer.Option(
        "--web-pages",
        metavar="N",
        min=1,
        max=50,
        help="Sources wanted of the web, at most.",
        show_default=False,
    ),
]
AllowSites = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-site",
        metavar="SITE",
        help="Read no other sites: a host with all below it, or a part of one "
        "(example.org/docs). May be repeated.",
        show_default=False,
    ),
]
PreferSites = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer-site",
        metavar="SITE",
        help="Read this site before others. May be repeated.",
        show_default=False,
    ),
]
DenySites = Annotated[
    list[str] | None,
    typer.Option(
        "--deny-site",
        metavar="SITE",
        help="Never read this site. May be repeated.",
        show_default=False,
    ),
]
MaxTokens = Annotated[
    int | None,
    typer.Option(
        "--max-tokens",
        metavar="N",
        min=1,
        help="Tokens that models may use, in and out. What is finished by then is delivered.",
        show_default=False,
    ),
]
MaxCost = Annotated[
    str,
    typer.Option(
        "--max-cost",
        metavar="AMOUNT",
        help="What models may cost, for example 1.50, in the currency of the service.",
        show_default=False,
    ),
]
FinishWithin = Annotated[
    str,
    typer.Option(
        "--finish-within",
        metavar="TIME",
        help="After so long (90s, 10m, 1h30m) start no model call and deliver what is finished.",
        show_default=False,
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Remove claims that their sources do not bear, instead of marking them.",
        show_default=False,
    ),
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under",
        metavar="NAME=SHARE",
        help="End with exit code 1 if the document is worse: cited, verified, coverage or "
        "requirements below SHARE (0 to 1), or repetition above it. May be repeated.",
        show_default=False,
    ),
]
