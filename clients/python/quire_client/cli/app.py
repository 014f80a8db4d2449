"""The command ``quire``: where the services are, and its subcommands."""

from pathlib import Path
from typing import Annotated

import typer

from quire_client.cli.connection import DOCUMENT_ADDRESS, OUTLINE_ADDRESS, Connection
from quire_client.cli.document_app import document
from quire_client.cli.exits import EPILOG
from quire_client.cli.jobs_app import jobs_app
from quire_client.cli.outline_app import outline
from quire_client.cli.top_app import top
from quire_client.cli.watch_app import watch
from quire_client.cli.write_app import write

app = typer.Typer(
    name="quire",
    help="Make cited documents from a question and files.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (write, outline, document, watch, top):
    app.command(epilog=EPILOG)(command)
app.add_typer(jobs_app, name="jobs")


@app.callback()
def connect(
    context: typer.Context,
    outline_address: Annotated[
        str,
        typer.Option(
            envvar="QUIRE_OUTLINE_ADDRESS", metavar="HOST:PORT", help="The outline service."
        ),
    ] = OUTLINE_ADDRESS,
    document_address: Annotated[
        str,
        typer.Option(
            envvar="QUIRE_DOCUMENT_ADDRESS", metavar="HOST:PORT", help="The document service."
        ),
    ] = DOCUMENT_ADDRESS,
    token: Annotated[
        str,
        typer.Option(
            envvar="QUIRE_TOKEN",
            metavar="TOKEN",
            help="Your token. Other users of this machine can see an option: "
            "better use the variable or a file.",
            show_default=False,
        ),
    ] = "",
    token_file: Annotated[
        Path | None,
        typer.Option(envvar="QUIRE_TOKEN_FILE", metavar="FILE", help="File with your token."),
    ] = None,
    ca_cert: Annotated[
        Path | None,
        typer.Option(
            envvar="QUIRE_CA_CERT",
            metavar="FILE",
            help="Use TLS, and trust the certificate authorities in this PEM file.",
        ),
    ] = None,
    insecure: Annotated[
        bool,
        typer.Option(
            "--insecure",
            help="Send the token to another machine even without TLS.",
            show_default=False,
        ),
    ] = False,
    connect_timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.1, help="How long to try to reach a service."),
    ] = 10.0,
    reconnect_timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0.1,
            help="How long to try to get a lost connection back while following a job.",
        ),
    ] = 60.0,
) -> None:
    """Make cited documents from a question and files.

    Start the services on this machine with "make up", then for example:

    quire write "How do tides work?" --file notes.md --file paper.pdf --out tides.md
    """
    context.obj = Connection(
        outline_address,
        document_address,
        token,
        token_file,
        ca_cert,
        insecure,
        connect_timeout,
        reconnect_timeout,
    )
