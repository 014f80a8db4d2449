import sys
from pathlib import Path

import pytest

from deploy.local.procfile import read_procfile


def test_names_the_five_parts_in_the_order_in_which_they_start() -> None:
    commands = read_procfile()
    assert list(commands) == [
        "valkey",
        "outline-server",
        "outline-worker",
        "document-server",
        "document-worker",
    ]
    assert commands["outline-server"] == [sys.executable, "-m", "outline_service", "serve"]


def test_comments_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "Procfile"
    path.write_text("# parts\n\na: echo 'one word' two\n", encoding="utf-8")
    assert read_procfile(path) == {"a": ["echo", "one word", "two"]}


@pytest.mark.parametrize("line", ["no command", "name:", ":"])
def test_other_lines_are_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "Procfile"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match="name: command"):
        read_procfile(path)
