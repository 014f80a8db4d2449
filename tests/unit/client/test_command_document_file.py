"""The format of a document's file is that of its extension."""

from pathlib import Path

import pytest
from quire.document.v1.document_pb2 import DocumentFormat
from quire_client.cli.app import app
from quire_client.cli.document_file import FORMATS, document_format
from quire_client.cli.exits import CommandError
from typer.testing import CliRunner

HERE = ("--outline-address", "127.0.0.1:1", "--document-address", "127.0.0.1:1")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.md", "MARKDOWN"), ("a.markdown", "MARKDOWN"), ("a.html", "HTML"), ("a.HTM", "HTML"),
        ("a.b.docx", "DOCX"), ("报告.PDF", "PDF"), ("/dev/null", "MARKDOWN"),
    ],
)  # fmt: skip
def test_formats(name: str, wanted: str) -> None:
    assert document_format(Path(name)) == DocumentFormat.Value(f"DOCUMENT_FORMAT_{wanted}")


@pytest.mark.parametrize("name", ["report.odt", "report", ".pdf", "report.pdf.txt"])
def test_others_are_refused_with_those_accepted(name: str) -> None:
    with pytest.raises(CommandError) as caught:
        document_format(Path(name))
    assert caught.value.code == 2
    for extension in FORMATS:
        assert extension in caught.value.hints[0]


@pytest.mark.parametrize("command", ["write", "document"])
def test_the_commands_refuse_before_anything_is_submitted(command: str, tmp_path: Path) -> None:
    given = tmp_path / "a.md"
    given.write_text("# A\n", encoding="utf-8")
    words = ("write", "How?", "--file", str(given)) if command == "write" else ("document", "o-1")
    result = CliRunner().invoke(app, [*HERE, *words, "--out", str(tmp_path / "a.odt")])
    assert result.exit_code == 2
    assert "no document is written as .odt" in result.output
    assert ".docx" in result.output
