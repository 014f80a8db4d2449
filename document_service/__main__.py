"""``python -m document_service serve|worker``."""

import sys

from document_service.settings import DocumentSettings
from shared.program import run_program


def serve(settings: DocumentSettings) -> int:
    """Run the gRPC server; return the exit code."""
    from document_service.bootstrap.serve import serve  # noqa: PLC0415  needs no LangGraph

    return serve(settings)


def work(settings: DocumentSettings) -> int:
    """Run a worker; return the exit code."""
    from document_service.bootstrap.work import work  # noqa: PLC0415  needs no gRPC server

    return work(settings)


if __name__ == "__main__":
    sys.exit(
        run_program(
            "document_service",
            "Quire's document service: turns an outline into a finished document.",
            DocumentSettings,
            {
                "serve": ("Run the gRPC server.", serve),
                "worker": ("Run a worker that does the jobs.", work),
            },
        )
    )
