"""The style of a bibliography in a request: what it changes, and what it does not."""

from quire.document.v1 import document_pb2
from quire.document.v1.document_service_pb2 import GenerateDocumentRequest

from document_service.convert import asked_for, document_message
from tests.unit.citations.documents import english


def request(style: document_pb2.BibliographyStyle.ValueType) -> GenerateDocumentRequest:
    return GenerateDocumentRequest(outline_job_id="o-1", bibliography_style=style)


def test_no_style_is_numeric_and_the_same_request() -> None:
    none = asked_for(request(document_pb2.BIBLIOGRAPHY_STYLE_UNSPECIFIED))
    numeric = asked_for(request(document_pb2.BIBLIOGRAPHY_STYLE_NUMERIC))
    assert none.style == numeric.style == "numeric"
    assert (
        none.identity
        == numeric.identity
        == asked_for(GenerateDocumentRequest(outline_job_id="o-1")).identity
    )


def test_another_style_is_another_request() -> None:
    numeric = asked_for(request(document_pb2.BIBLIOGRAPHY_STYLE_NUMERIC))
    other = asked_for(request(document_pb2.BIBLIOGRAPHY_STYLE_GBT7714))
    assert other.style == "gbt7714"
    assert other.identity != numeric.identity


def test_entries_tell_their_markers() -> None:
    message = document_message(english()[0])
    assert message.bibliography_style == document_pb2.BIBLIOGRAPHY_STYLE_NUMERIC
    assert [entry.marker for entry in message.bibliography] == ["[1]", "[2]"]
