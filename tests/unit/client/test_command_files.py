"""Files that ``quire`` reads and writes."""

import json
import os
from pathlib import Path

import pytest
from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.outline.v1.outline_pb2 import SourceText
from quire_client.cli.exits import CommandError
from quire_client.cli.inputs import read_files
from quire_client.cli.outline_file import read_outline, write_outline
from quire_client.cli.output import check_out, write_whole

from tests.support import fake_jobs


def test_a_file_is_replaced_whole_with_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "doc.md"
    file.write_text("old")
    file.chmod(0o640)

    write_whole(file, "潮汐\n")

    assert file.read_bytes() == "潮汐\n".encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")

    write_whole(tmp_path / "link.md", "new")

    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    check_out(Path(os.devnull))
    write_whole(Path(os.devnull), "text")
    assert Path(os.devnull).is_char_device()


def test_a_file_that_cannot_be_written_any_more_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        write_whole(tmp_path / "gone" / "doc.md", "text")


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for place in ("north/a.md", "south/a.md", "b.md"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(place)

    files = read_files([str(tmp_path / name) for name in ("north/a.md", "south/a.md", "b.md")])

    assert [file.name for file in files] == ["north/a.md", "south/a.md", "b.md"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text")
    twice = [str(tmp_path / "a.md"), str(tmp_path / "." / "a.md")]
    assert len(read_files(twice)) == 1


def test_a_file_of_a_pattern_keeps_the_role_that_it_is_given(tmp_path: Path) -> None:
    path = str(tmp_path / "a.md")
    (tmp_path / "a.md").write_text("x")
    for order in ([path, f"{path}:style"], [f"{path}:style", path]):
        assert [file.role for file in read_files(order)] == ["style_guide"]
    with pytest.raises(CommandError, match="named as style_guide and as outline"):
        read_files([f"{path}:style", f"{path}:outline"])


def test_a_role_follows_the_path(tmp_path: Path) -> None:
    (tmp_path / "a:b.md").write_text("text")
    (file,) = read_files([str(tmp_path / "a:b.md")])
    assert (file.name, file.role) == ("a:b.md", "data")
    (file,) = read_files([str(tmp_path / "a:b.md") + ":style-guide"])
    assert (file.name, file.role) == ("a:b.md", "style_guide")


def test_an_outline_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    whole = OutlineWithSources(
        outline=fake_jobs.OUTLINE,
        source_texts=[
            SourceText(source_id=name, text=fake_jobs.TEXTS[name]) for name in ("s1", "s2")
        ],
    )
    write_outline(tmp_path / "o.json", whole)
    assert read_outline(str(tmp_path / "o.json")) == whole


def test_a_stored_result_is_an_outline_too(tmp_path: Path) -> None:
    """Sources' texts as an object, and a byte order mark, as other programs write them."""
    data = {"title": "T", "nodes": [{"title": "N", "children": None}], "source_texts": {"s1": "x"}}
    (tmp_path / "o.json").write_text(json.dumps(data), encoding="utf-8-sig")

    read = read_outline(str(tmp_path / "o.json"))

    assert read.outline.nodes[0].title == "N"
    assert [(text.source_id, text.text) for text in read.source_texts] == [("s1", "x")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"title": "T"}',
        b'{"outline": 3}',
        b'{"nodes": {}}',
        b"\xff\xfe",
        b'{"nodes": [{"titel": "x"}]}',
        b'{"nodes": ' + b'[{"children": ' * 300 + b"[]" + b"}]" * 300 + b"}",
        b"[" * 100_000,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_outline_is_refused_with_the_forms_accepted(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "o.json").write_bytes(content)
    with pytest.raises(CommandError) as caught:
        read_outline(str(tmp_path / "o.json"))
    assert caught.value.code == 2
    assert str(tmp_path / "o.json") in caught.value.message
    assert "quire outline --out" in caught.value.hints[0]
