"""The Go, TypeScript and Java examples as programs, against scripted and live services."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from quire.document.v1 import document_service_pb2, document_service_pb2_grpc

from deploy.local.stack import LocalStack
from tests.clients import built
from tests.clients.scripted import TITLE, Script, scripted_pair

QUESTION = "How do cities adapt to extreme heat?"
NOTES = """# Heat in cities

## Why cities are hotter

Paved ground and dark roofs take up heat by day and give it off at night. A city centre can be
five degrees warmer than the fields around it.

## What helps

Trees cool a street by shade and by the water that their leaves give off. Light roofs send
sunlight back and stay cooler than dark ones.
"""

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("clients")]


@pytest.fixture(params=["go", "typescript", "java"])
def example(request: pytest.FixtureRequest) -> list[str]:
    return built.example(request.param, "write")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    with LocalStack(tmp_path_factory.mktemp("stack")) as running:
        yield running


def run(
    example: list[str], outline: str, document: str, file: Path
) -> "subprocess.CompletedProcess[str]":
    command = [*example, "--outline", outline, "--document", document, str(file), QUESTION]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "笔记.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def test_prints_the_title_of_the_document_it_made(
    example: list[str], stack: LocalStack, notes: Path
) -> None:
    done = run(example, stack.outline_address, stack.document_address, notes)
    assert done.returncode == 0, done.stderr
    with grpc.insecure_channel(stack.document_address) as channel:
        service = document_service_pb2_grpc.DocumentServiceStub(channel)
        jobs = service.ListDocuments(
            document_service_pb2.ListDocumentsRequest(page_size=1), timeout=10
        ).jobs
        made = service.GetDocument(
            document_service_pb2.GetDocumentRequest(job_id=jobs[0].id), timeout=10
        ).document
    assert made.title
    assert made.citations > 0
    assert done.stdout == f"{made.title}\n"
    assert "100 %" in done.stderr


def test_goes_on_after_a_lost_stream_without_gap_or_repeat(example: list[str], notes: Path) -> None:
    script = Script()
    with scripted_pair(script) as address:
        done = run(example, address, address, notes)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{TITLE}\n"
    assert [line.split()[-1] for line in done.stderr.splitlines()] == ["first", "second", "third"]
    assert script.outline_cursors == [0, 2]
    assert script.document_cursors == [0, 1]
    assert script.outline.query == QUESTION
    assert [file.name for file in script.outline.files] == [notes.name]
    assert script.outline.files[0].content == notes.read_bytes()


def test_a_failed_job_fails_the_program(example: list[str], notes: Path) -> None:
    with scripted_pair(Script(fails=True)) as address:
        done = run(example, address, address, notes)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "the job failed: nothing to go by" in done.stderr
    assert "NO_SOURCES" in done.stderr


def test_a_refused_call_is_not_tried_again(example: list[str], notes: Path) -> None:
    script = Script(refuses=True)
    with scripted_pair(script) as address:
        done = run(example, address, address, notes)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no such job" in done.stderr
    assert script.outline_cursors == [0]
