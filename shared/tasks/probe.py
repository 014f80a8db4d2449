"""Asks the worker of this host whether it still consumes.

As a command, ``python -m shared.tasks.probe NAME`` exits with 0 if the worker that
was started as NAME on this host answers through the broker and with 1 otherwise:
the health check of the containers. The broker is that of the worker's settings.
"""

import os
import socket
import sys

from celery import Celery

from shared.tasks.app import make_app


def answers(app: Celery, name: str, *, timeout: float = 3.0) -> bool:
    """Whether the worker ``name`` of this host answers a ping within ``timeout`` seconds.

    Raises whatever the broker raises.
    """
    node = f"{name}@{socket.gethostname()}"
    return bool(app.control.ping(destination=[node], timeout=timeout, limit=1))


def main() -> int:
    """Return 0 if the worker named on the command line answers."""
    name = sys.argv[1]
    broker = (
        os.environ.get("QUIRE_BROKER_URL")
        or os.environ.get("QUIRE_STORE_URL")
        or "redis://127.0.0.1:6379/0"
    )
    app = make_app("probe", "probe", broker, key_prefix=os.environ.get("QUIRE_KEY_PREFIX", ""))
    return 0 if answers(app, name) else 1


if __name__ == "__main__":
    sys.exit(main())
