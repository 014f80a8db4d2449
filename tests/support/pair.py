"""Talks to a live pair of services as a caller would, over the generated stubs."""

import secrets
from collections.abc import Sequence
from pathlib import Path

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from quire.document.v1 import document_pb2, document_service_pb2, document_service_pb2_grpc
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

EXAMPLES = Path(__file__).parents[2] / "examples"

Metadata = tuple[tuple[str, str | bytes], ...]


class Pair:
    """Both services, with the few calls that most tests make. Waits are bounded."""

    def __init__(self, outline: grpc.Channel, document: grpc.Channel, token: str = "") -> None:
        self.outline = outline_service_pb2_grpc.OutlineServiceStub(outline)
        self.document = document_service_pb2_grpc.DocumentServiceStub(document)
        self.metadata: Metadata = (("authorization", f"Bearer {token}"),) if token else ()

    def make_outline(
        self, query: str, files: Sequence[outline_pb2.ContextFile] = (), job_id: str = ""
    ) -> job_pb2.Job:
        """Submit an outline job."""
        request = outline_service_pb2.GenerateOutlineRequest(
            job_id=job_id or unique_id(), query=query, files=files
        )
        return self.outline.GenerateOutline(request, timeout=20, metadata=self.metadata).job

    def outline_events(
        self, job_id: str, after: int = 0, seconds: float = 60
    ) -> list[outline_pb2.OutlineEvent]:
        """Watch an outline job from a place to its end."""
        request = outline_service_pb2.WatchOutlineRequest(job_id=job_id, after_sequence=after)
        stream = self.outline.WatchOutline(request, timeout=seconds, metadata=self.metadata)
        return [item.event for item in stream if item.HasField("event")]

    def finished_outline(
        self, query: str, files: Sequence[outline_pb2.ContextFile] = (), seconds: float = 60
    ) -> tuple[str, outline_pb2.Outline]:
        """Make an outline and wait for it; return the job's id and the outline."""
        job_id = self.make_outline(query, files).id
        last = self.outline_events(job_id, seconds=seconds)[-1]
        assert last.WhichOneof("payload") == "completed", last
        answer = self.outline.GetOutline(
            outline_service_pb2.GetOutlineRequest(job_id=job_id), timeout=20, metadata=self.metadata
        )
        return job_id, answer.outline

    def source_texts(self, job_id: str) -> dict[str, str]:
        """Read the sources of an outline job."""
        texts: dict[str, str] = {}
        request = outline_service_pb2.ReadSourcesRequest(job_id=job_id)
        for piece in self.outline.ReadSources(request, timeout=20, metadata=self.metadata):
            texts[piece.source_id] = texts.get(piece.source_id, "") + piece.text
        return texts

    def make_document(
        self,
        *,
        outline_job_id: str = "",
        outline: outline_pb2.Outline | None = None,
        texts: dict[str, str] | None = None,
        job_id: str = "",
    ) -> job_pb2.Job:
        """Submit a document job."""
        request = document_service_pb2.GenerateDocumentRequest(job_id=job_id or unique_id())
        if outline is not None:
            request.outline.outline.CopyFrom(outline)
            for name, text in (texts or {}).items():
                request.outline.source_texts.add(source_id=name, text=text)
        else:
            request.outline_job_id = outline_job_id
        return self.document.GenerateDocument(request, timeout=40, metadata=self.metadata).job

    def document_events(self, job_id: str, after: int = 0) -> list[document_pb2.DocumentEvent]:
        """Watch a document job from a place to its end."""
        request = document_service_pb2.WatchDocumentRequest(job_id=job_id, after_sequence=after)
        stream = self.document.WatchDocument(request, timeout=60, metadata=self.metadata)
        return [item.event for item in stream if item.HasField("event")]

    def read_document(self, job_id: str) -> document_pb2.DocumentContent:
        """Read a finished document whole."""
        content = document_pb2.DocumentContent()
        request = document_service_pb2.ReadDocumentRequest(job_id=job_id)
        for part in self.document.ReadDocument(request, timeout=20, metadata=self.metadata):
            if part.HasField("document"):
                content.document.CopyFrom(part.document)
            content.text += part.text
            content.citations.extend(part.citations.citations)
        return content

    def finished_document(
        self,
        *,
        outline_job_id: str = "",
        outline: outline_pb2.Outline | None = None,
        texts: dict[str, str] | None = None,
    ) -> document_pb2.DocumentContent:
        """Make a document, wait for it and read it."""
        job_id = self.make_document(outline_job_id=outline_job_id, outline=outline, texts=texts).id
        last = self.document_events(job_id)[-1]
        assert last.WhichOneof("payload") == "completed", last
        return self.read_document(job_id)


def unique_id() -> str:
    """Return an id that no other test has."""
    return f"t-{secrets.token_hex(8)}"


def context_files(*paths: Path) -> list[outline_pb2.ContextFile]:
    """Read files as context files."""
    return [outline_pb2.ContextFile(name=path.name, content=path.read_bytes()) for path in paths]


def error_info(error: grpc.RpcError) -> error_details_pb2.ErrorInfo:
    """Return the ErrorInfo of a refused call; an empty one if there is none."""
    info = error_details_pb2.ErrorInfo()
    status = _status(error)
    for detail in status.details if status else ():
        if detail.Unpack(info):
            break
    return info


def violated_fields(error: grpc.RpcError) -> list[str]:
    """Return the fields that a refused call names."""
    bad = error_details_pb2.BadRequest()
    status = _status(error)
    for detail in status.details if status else ():
        if detail.Unpack(bad):
            return [violation.field for violation in bad.field_violations]
    return []


def _status(error: grpc.RpcError) -> status_pb2.Status | None:
    assert isinstance(error, grpc.Call)
    return rpc_status.from_call(error)
