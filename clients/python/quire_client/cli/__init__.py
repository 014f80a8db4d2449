"""The ``quire`` command."""

import os
import sys
from importlib import import_module

_INTERRUPTED = 130


def main() -> None:
    """Run the command and leave with its exit code."""
    # The gRPC core logs on standard error; what it has to say is told as an error. It
    # reads this variable when it is imported.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a terminal that lacks a sign shows "?"
    try:
        app = import_module("quire_client.cli.app").app
    except KeyboardInterrupt:  # before the command has begun to handle it
        sys.exit(_INTERRUPTED)
    app()
