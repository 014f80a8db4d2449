"""What a process writes to stderr when it cannot start is JSON too, gRPC's own words included."""

import json
import os
import socket
import subprocess
import sys

import pytest

from deploy.local.valkey import ValkeyProcess


@pytest.mark.parametrize(("form", "is_json"), [("", True), ("json", True), ("console", False)])
def test_every_line_of_a_server_that_cannot_listen(
    valkey: ValkeyProcess, prefix: str, form: str, is_json: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        env = {
            name: value for name, value in os.environ.items() if name[:5] not in ("QUIRE", "GRPC_")
        }
        done = subprocess.run(
            [sys.executable, "-m", "outline_service", "serve"],
            env=env
            | {
                "QUIRE_STORE_URL": valkey.url,
                "QUIRE_KEY_PREFIX": prefix,
                "QUIRE_LISTEN": f"127.0.0.1:{taken.getsockname()[1]}",
                "QUIRE_LOG_FORMAT": form,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 4
    assert "cannot start" in done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert {_is_json(line) for line in lines} == ({True} if is_json else {False})


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
