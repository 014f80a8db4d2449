"""What is wished of a document: options that are refused before anything is submitted."""

import os
import time
from pathlib import Path

import pytest
from quire_client.cli.app import app
from quire_client.cli.exits import CommandError
from quire_client.cli.inputs import read_files
from quire_client.cli.wishes import read_budget, read_genre, web_research
from quire_client.wishes import Genre, WebResearch
from typer.testing import CliRunner

NOWHERE = ("--outline-address", "127.0.0.1:1", "--document-address", "127.0.0.1:1")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--language", "Chinese language"], "names no language"),
        (["--genre", "./none.md"], "neither the name of a genre nor a file"),
        (["--genre", "Report"], "literature_review"),
        (["--genre", "FOLDER"], "cannot be read"),
        (["--chapters", "0"], "--chapters"),
        (["--chapters", "101"], "--chapters"),
        (["--depth", "5"], "--depth"),
        (["--length", "0"], "--length"),
        (["--length", "900", "--max-length", "800"], "--max-length 800 is below --length 900"),
        (["--web-pages", "3"], "--web-pages is about sources of the web; give --web too"),
        (["--deny-site", "example.org"], "--deny-site is about sources of the web"),
        (["--web", "--allow-site", " "], "--allow-site names no site"),
        (["--web", "--web-pages", "51"], "--web-pages"),
        (["--max-tokens", "0"], "--max-tokens"),
        (["--max-cost", "cheap"], "--max-cost cheap is no cost"),
        (["--finish-within", "soon"], "--finish-within soon is no time"),
        (["--fail-under", "verified"], "NAME=SHARE"),
        (["--fail-under", "beauty=0.9"], "measures: cited, verified, coverage, requirements"),
        (["--fail-under", "verified=95"], "not a number from 0 to 1"),
        (["--fail-under", "verified=nan"], "not a number from 0 to 1"),
        (["--fail-under", "verified=0.9", "--detach"], "leave out --detach"),
    ],
)
def test_refused_before_anything_is_submitted(
    tmp_path: Path, options: list[str], told: str
) -> None:
    """Nothing listens, so a command that spoke to a service would end with code 3."""
    file = tmp_path / "a.md"
    file.write_text("# Tides\n", encoding="utf-8")
    words = [str(tmp_path) if word == "FOLDER" else word for word in options]
    runner = CliRunner(env={"COLUMNS": "200"})
    ran = runner.invoke(
        app, ["--connect-timeout", "0.1", *NOWHERE, "write", "How?", str(file), *words]
    )
    assert ran.exit_code == 2, ran.output
    assert told in " ".join(ran.output.split())


@pytest.mark.parametrize("command", ["write", "outline", "document"])
def test_each_command_has_its_options_in_its_help(command: str) -> None:
    ran = CliRunner(env={"COLUMNS": "200"}).invoke(app, [command, "--help"])
    assert ran.exit_code == 0
    for option in ("--genre", "--length", "--max-length", "--max-cost", "--finish-within"):
        assert option in ran.output
    assert ("NAME=SHARE" in ran.output) == (command != "outline")
    assert ("--web-pages" in ran.output) == (command != "document")


def test_genres_by_name_and_by_file(tmp_path: Path) -> None:
    assert read_genre("") is None
    assert read_genre("work-report") == Genre("work_report")
    for name, named in (
        ("Board Minutes.md", "board_minutes"),
        ("工作报告.md", "custom"),
        ("x" * 60 + ".md", "x" * 40),
    ):
        file = tmp_path / name
        file.write_text("\ufeff# 结构\n", encoding="utf-8")
        assert read_genre(str(file)) == Genre(named, "# 结构\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("文" * 20_001, "20,001 characters; at most 20,000"),
        (" \n", "is empty"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
    ],
    ids=["long", "empty", "binary"],
)
def test_files_that_are_no_genre(tmp_path: Path, content: str | bytes, told: str) -> None:
    file = tmp_path / "own.md"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CommandError, match=told):
        read_genre(str(file))


def test_the_longest_genre_is_taken(tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text("文" * 20_000, encoding="utf-8")
    genre = read_genre(str(tmp_path / "own.md"))
    assert genre is not None
    assert len(genre.text) == 20_000


def test_a_name_longer_than_a_path_can_be() -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        read_genre("X" * 5000)


@pytest.mark.parametrize(
    ("given", "seconds"), [("90s", 90), ("10m", 600), ("1h30m", 5400), ("2H", 7200), ("1m5s", 65)]
)
def test_times(given: str, seconds: int) -> None:
    budget = read_budget(None, "", given)
    assert budget is not None
    assert budget.finish_time is not None
    assert budget.finish_time.timestamp() - time.time() == pytest.approx(seconds, abs=5)


@pytest.mark.parametrize("given", ["10", "-5m", "0s", "1.5h", "m", "9999999h", "5m 3", "٣m"])
def test_times_that_are_none(given: str) -> None:
    with pytest.raises(CommandError, match="is no time"):
        read_budget(None, "", given)


@pytest.mark.parametrize(
    ("given", "micros"), [("1.50", 1_500_000), ("2", 2_000_000), ("0.000001", 1), ("1e-3", 1000)]
)
def test_costs(given: str, micros: int) -> None:
    budget = read_budget(5, given, "")
    assert budget is not None
    assert (budget.max_tokens, budget.max_cost_micros) == (5, micros)


@pytest.mark.parametrize(
    "given", ["0", "-1", "0.0000001", "1.0000005", "inf", "nan", "1e30", "1e999999999", "$1", "1,5"]
)
def test_costs_that_are_none(given: str) -> None:
    with pytest.raises(CommandError, match="is no cost"):
        read_budget(None, given, "")


def test_no_limit_and_no_web() -> None:
    assert read_budget(None, "", "") is None
    assert web_research(False, None, (), (), ()) is None
    assert web_research(True, None, (), ["a.org"], ()) == WebResearch(prefer_sites=("a.org",))


def test_roles_and_those_accepted(tmp_path: Path) -> None:
    file = tmp_path / "brief.docx"
    file.write_text("x")
    for given, role in (
        ("requirements", "requirements"),
        ("style", "style_guide"),
        ("Style-Guide", "style_guide"),
        ("outline", "outline"),
    ):
        assert read_files([f"{file}:{given}"])[0].role == role
    with pytest.raises(CommandError) as caught:
        read_files([f"{file}:requirement"])
    assert caught.value.message == f"{file}:requirement: no such role 'requirement'"
    assert caught.value.hints == ("accepted: data, style, style_guide, requirements, outline",)


@pytest.mark.skipif(os.name != "posix", reason="colons in names")
def test_a_path_that_exists_wins_over_a_role(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("x")
    (tmp_path / "brief.md:outline").write_text("y")
    (file,) = read_files([str(tmp_path / "brief.md:outline")])
    assert (file.name, file.role, file.content) == ("brief.md:outline", "data", b"y")
