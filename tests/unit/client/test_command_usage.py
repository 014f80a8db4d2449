"""What ``quire`` refuses before it speaks to anyone, and its help.

Nothing listens at the addresses, so a command that spoke to a service would end
with exit code 3.
"""

import os
import re
from pathlib import Path

import pytest
from quire_client.cli.app import app
from typer.testing import CliRunner

NOBODY = {"QUIRE_OUTLINE_ADDRESS": "127.0.0.1:1", "QUIRE_DOCUMENT_ADDRESS": "127.0.0.1:1"}


def run(*arguments: str | Path, **env: str) -> tuple[int, str]:
    """Return exit code and all output, on one line."""
    runner = CliRunner(env={**NOBODY, "COLUMNS": "200", **env})
    ran = runner.invoke(app, ["--connect-timeout", "0.1", *map(str, arguments)])
    return ran.exit_code, " ".join(ran.output.split())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text("# Tides\n")
    return path


def test_write_without_files_is_refused_with_what_to_do() -> None:
    code, output = run("write", "How do tides work?")

    assert code == 2
    assert "nothing was submitted" in output
    assert "quire write 'How do tides work?' --file PATH" in output
    assert "quire outline 'How do tides work?'" in output


@pytest.mark.parametrize("command", ["write", "outline"])
@pytest.mark.parametrize(
    ("name", "told"), [("missing.md", "there is no file"), ("folder", "is a folder")]
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, command: str, name: str, told: str
) -> None:
    (tmp_path / "folder").mkdir()

    code, output = run(command, "How?", "--file", tmp_path / name)

    assert code == 2
    assert told in output
    assert str(tmp_path / name) in output


def test_roles_of_files(file: Path) -> None:
    code, output = run("write", "How?", "-f", f"{file}:poem")
    assert code == 2
    assert "no such role 'poem'" in output
    assert "style_guide" in output


def test_files_larger_than_a_request_are_refused(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_bytes(b"x" * (17 * 1024 * 1024))
    code, output = run("write", "How?", "-f", tmp_path / "big.md")
    assert code == 2
    assert "17.0 MiB" in output
    assert "at most 16.0 MiB" in output


@pytest.mark.parametrize("option", ["--out", "--outline-out"])
def test_a_place_that_cannot_be_written_is_found_out_at_once(
    tmp_path: Path, file: Path, option: str
) -> None:
    for place, told in (
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "doc.md", "there is no folder"),
        (file / "doc.md", "there is no folder"),
        (Path("-"), "names a file"),
    ):
        code, output = run("write", "How?", "-f", file, option, place)
        assert code == 2
        assert told in output
        assert option in output


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_leave_to_write_is_found_out_at_once(tmp_path: Path, file: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    code, output = run("write", "How?", "-f", file, "-o", tmp_path / "closed" / "doc.md")
    assert code == 2
    assert "cannot be written to" in output


def test_one_file_cannot_take_both_results(tmp_path: Path, file: Path) -> None:
    same = tmp_path / "x"
    code, output = run("write", "How?", file, "-o", same, "--outline-out", same)
    assert code == 2
    assert "the same file" in output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["write", "  "], "the question is empty"),
        (["write", "How?", "FILE", "--job-id", "a b"], "cannot be a job's id"),
        (["write", "How?", "FILE", "--job-id", "o-1"], "belongs to the other kind"),
        (["write", "How?", "FILE", "--job-id", "x" * 60], "at most 56 characters"),
        (["write", "How?", "FILE", "--label", "team"], "KEY=VALUE"),
        (["write", "How?", "FILE", "--priority", "urgent"], "--priority"),
        (["write", "FILE", "FILE"], "stands where the question belongs"),
        (["outline", "How?", "--job-id", "d-1"], "belongs to the other kind"),
        (["document", "no/such.json"], "there is no file no/such.json"),
        (["document", "d-1"], "an outline's is needed"),
        (["document", "FILE"], "is no outline"),
        (["watch", "a/b"], "cannot be a job's id"),
        (["watch", "o-1", "--after", "-1"], "--after"),
        (["jobs", "delete", "o-1", "?"], "cannot be a job's id"),
        (["jobs", "list", "--state", "asleep"], "--state"),
        (["nonsense"], "nonsense"),
        (["write", "How?", "FILE", "--nonsense"], "--nonsense"),
    ],
)
def test_usage_errors(file: Path, arguments: list[str], told: str) -> None:
    code, output = run(*(str(file) if word == "FILE" else word for word in arguments))
    assert code == 2
    assert told in output


def test_tokens_and_tls(tmp_path: Path, file: Path) -> None:
    far = {"QUIRE_OUTLINE_ADDRESS": "192.0.2.1:50051", "no_grpc_proxy": "192.0.2.1"}
    clear = run("outline", "How?", QUIRE_TOKEN="secret-token", **far)
    assert clear[0] == 2
    assert "without TLS" in clear[1]
    assert "--ca-cert" in clear[1]
    assert "secret-token" not in clear[1]
    allowed = run("--insecure", "outline", "How?", QUIRE_TOKEN="secret-token", **far)
    assert allowed[0] == 3
    by_variable = run("outline", "How?", QUIRE_TOKEN="secret-token", QUIRE_INSECURE="1", **far)
    assert by_variable[0] == 2

    assert run("outline", "How?", QUIRE_CA_CERT=str(tmp_path / "none.pem"))[0] == 2
    assert "no certificate" in run("outline", "How?", QUIRE_CA_CERT=str(file))[1]
    assert run("outline", "How?", QUIRE_TOKEN_FILE=str(tmp_path / "none"))[0] == 2
    both = run("outline", "How?", QUIRE_TOKEN="a", QUIRE_TOKEN_FILE=str(file))
    assert both[0] == 2
    assert "give one of them" in both[1]


@pytest.mark.parametrize(
    "command", [[], ["write"], ["outline"], ["document"], ["watch"], ["jobs"], ["jobs", "list"]]
)
def test_help_names_the_exit_codes(command: list[str]) -> None:
    code, output = run(*command, "--help")
    assert code == 0
    assert re.search(r"0 done; 1 .*; 2 .*; 3 .*; 130 ", output)
