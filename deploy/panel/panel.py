"""Flower, a panel of workers and doorbells in the browser, over Quire's broker.

``python -m deploy.panel.panel`` serves it until SIGTERM or SIGINT; the file also runs by
itself, in a container that has Celery and Flower and nothing of Quire. Flower's own
settings (``FLOWER_…``) hold; what is different here is what they are when not set: it
listens on loopback, asks for a name and a password, and controls nothing.
"""

import os
import sys

from celery import Celery

DEFAULTS = {"FLOWER_ADDRESS": "127.0.0.1", "FLOWER_PORT": "5555", "FLOWER_READ_ONLY": "true"}
SHORTEST_PASSWORD = 8
EXIT_SETTINGS = 2


def main() -> int:
    """Serve the panel; return the exit code, 2 if it has no password to ask for."""
    problem = problem_with(os.environ.get("FLOWER_BASIC_AUTH", ""))
    if problem:
        sys.stderr.write(f"FLOWER_BASIC_AUTH: {problem}\n")
        return EXIT_SETTINGS
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    panel_app().start(["flower"])
    return 0


def problem_with(auth: str) -> str:
    """Return what is wrong with ``name:password`` (several, parted by commas), '' if nothing is."""
    if not auth:
        return "not set; who may look in, as name:password"
    for entry in auth.split(","):
        name, _, password = entry.partition(":")
        if not name.strip() or len(password) < SHORTEST_PASSWORD:
            return f"not name:password with a password of {SHORTEST_PASSWORD} characters or more"
    return ""


def panel_app() -> Celery:
    """Return an application on the broker that Quire's settings name."""
    broker = (
        os.environ.get("QUIRE_BROKER_URL")
        or os.environ.get("QUIRE_STORE_URL")
        or "redis://127.0.0.1:6379/0"
    )
    app = Celery("quire-panel", broker=broker, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "global_keyprefix": os.environ.get("QUIRE_KEY_PREFIX", ""),
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 25,
        },
    )
    return app


if __name__ == "__main__":
    sys.exit(main())
