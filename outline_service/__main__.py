"""``python -m outline_service serve|worker``."""

import sys

from outline_service.settings import OutlineSettings
from shared.program import run_program


def serve(settings: OutlineSettings) -> int:
    """Run the gRPC server; return the exit code."""
    from outline_service.bootstrap.serve import serve  # noqa: PLC0415  needs no LangGraph

    return serve(settings)


def work(settings: OutlineSettings) -> int:
    """Run a worker; return the exit code."""
    from outline_service.bootstrap.work import work  # noqa: PLC0415  needs no gRPC server

    return work(settings)


if __name__ == "__main__":
    sys.exit(
        run_program(
            "outline_service",
            "Quire's outline service: turns a query and context files into an outline.",
            OutlineSettings,
            {
                "serve": ("Run the gRPC server.", serve),
                "worker": ("Run a worker that does the jobs.", work),
            },
        )
    )
