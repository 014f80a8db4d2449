"""The local stack with a real Valkey and small parts in the places of the services."""

import sys
from pathlib import Path

import psutil
import pytest
from redis import Redis

from deploy.local.ports import is_taken
from deploy.local.stack import LocalStack, PartError
from shared.rpc.probe import is_serving

SERVER = """
import os, signal, sys, time
from concurrent.futures import ThreadPoolExecutor
import grpc
from grpc_health.v1 import health, health_pb2_grpc

def stop(*_):
    server.stop(0.1).wait()
    sys.exit(0)

signal.signal(signal.SIGTERM, stop)
time.sleep(float(os.environ.get("LATE", "0")))
server = grpc.server(ThreadPoolExecutor(2))
servicer = health.HealthServicer()
servicer.set("", 1)
health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
server.add_insecure_port(os.environ["QUIRE_LISTEN"])
server.start()
print("store", os.environ["QUIRE_STORE_URL"], os.environ.get("QUIRE_TOKENS"), flush=True)
server.wait_for_termination()
"""


@pytest.fixture
def procfile(tmp_path: Path) -> Path:
    server = tmp_path / "server.py"
    server.write_text(SERVER, encoding="utf-8")
    path = tmp_path / "Procfile"
    path.write_text(
        "valkey: python -m deploy.local.valkey\n"
        f"outline-server: {sys.executable} {server}\n"
        f"document-server: {sys.executable} {server}\n",
        encoding="utf-8",
    )
    return path


def test_is_ready_when_it_is_started_and_leaves_nothing(tmp_path: Path, procfile: Path) -> None:
    lines: list[tuple[str, str]] = []
    stack = LocalStack(
        tmp_path / "data",
        procfile=procfile,
        env={"QUIRE_TOKENS": "a=0123456789abcdef"},
        part_env={"document-server": {"LATE": "0.5"}},
        sink=lambda name, line: lines.append((name, line)),
    )
    with stack:
        assert is_serving(stack.outline_address)
        assert is_serving(stack.document_address)
        with Redis.from_url(stack.store_url) as store:
            assert store.ping()
        pids = [part.pid for part in stack.parts.values()]
        said = f"store {stack.store_url} a=0123456789abcdef"
        assert stack.log("outline-server") == f"{said}\n"
        assert ("document-server", said) in lines
        assert stack.client_env == {
            "QUIRE_OUTLINE_ADDRESS": stack.outline_address,
            "QUIRE_DOCUMENT_ADDRESS": stack.document_address,
        }
    assert not any(psutil.pid_exists(pid) for pid in pids)
    ports = stack.ports
    assert not any(is_taken(port) for port in (ports.valkey, ports.outline, ports.document))


def test_a_part_dies_alone_and_comes_back(tmp_path: Path, procfile: Path) -> None:
    with LocalStack(tmp_path / "data", procfile=procfile) as stack:
        stack.kill_part("document-server")
        assert is_serving(stack.outline_address)
        assert not is_serving(stack.document_address, timeout=0.5)
        assert stack.ended() is None
        stack.start_part("document-server")
        assert is_serving(stack.document_address)
        assert stack.log("document-server").count("store ") == 2
        assert stack.stop_part("outline-server")
        assert is_serving(stack.document_address)


def test_the_store_keeps_its_data_over_a_crash(tmp_path: Path, procfile: Path) -> None:
    with LocalStack(tmp_path / "data", procfile=procfile, parts=("valkey",)) as stack:
        with Redis.from_url(stack.store_url) as store:
            store.set("k", "v")
            store.execute_command("WAITAOF", 1, 0, 3000)
        stack.kill_part("valkey")
        stack.start_part("valkey")
        with Redis.from_url(stack.store_url) as store:
            assert store.get("k") == b"v"


def test_a_part_that_ends_at_start_is_named_and_the_rest_is_stopped(
    tmp_path: Path, procfile: Path
) -> None:
    stack = LocalStack(
        tmp_path / "data", procfile=procfile, part_env={"outline-server": {"LATE": "soon"}}
    )
    with pytest.raises(PartError, match=r"outline-server ended at start\n[\s\S]*'soon'"):
        stack.start()
    assert not any(part.running for part in stack.parts.values())


def test_a_taken_port_is_named(tmp_path: Path, procfile: Path) -> None:
    with LocalStack(tmp_path / "first", procfile=procfile, parts=("valkey",)) as first:
        second = LocalStack(
            tmp_path / "second", procfile=procfile, parts=("valkey",), ports=first.ports
        )
        with pytest.raises(PartError, match=f"valkey: port {first.ports.valkey} is taken"):
            second.start()
        with Redis.from_url(first.store_url) as store:
            assert store.ping()
