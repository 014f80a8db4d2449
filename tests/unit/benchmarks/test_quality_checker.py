"""The checker passes what holds and finds what does not."""

import hashlib
import json
from pathlib import Path
from typing import cast

import pytest

from benchmarks.quality.checker import UnreadableError, check, main
from benchmarks.quality.checker_markdown import read
from tests.unit.benchmarks.quality_document import TEXTS, cited, document, source

WHOLE = cited("trees", "Trees cool streets by up to 4 °C.")
ARGAND = "The Argand lamp of 1780 has a hollow wick."


def problems(made: dict[str, object]) -> list[str]:
    report = check(made, TEXTS)
    return [*report.problems, *(problem for one in report.citations for problem in one.problems)]


def record(made: dict[str, object]) -> dict[str, object]:
    return cast("list[dict[str, object]]", made["citations"])[0]


def test_what_stands_word_for_word_holds() -> None:
    made = document(WHOLE, cited("lamps", ARGAND), wording="verbatim")
    report = check(made, TEXTS)
    assert report.holds
    assert (report.held, report.cited, report.sentences) == (2, 2, 2)


def test_what_is_told_in_other_words_holds() -> None:
    made = document(cited("lamps", "Argand's lamp of 1780 had a wick that is hollow.", ARGAND))
    assert problems(made) == []


def test_an_altered_source_is_found() -> None:
    altered = [TEXTS[0].replace(b"4", b"5"), TEXTS[1]]
    report = check(document(WHOLE), altered)
    assert not report.holds
    assert "altered" in report.citations[0].problems[0]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("The Argand lamp of 1790 has a hollow wick.", "the number 1790"),
        ("The Argand lamp of 1780, says Smith, has a hollow wick.", "the name 'Smith'"),
        ("The Argand lamp of 1780 never has a hollow wick.", "denies"),
        ('The Argand lamp of 1780 has a hollow "wooden" wick.', "the quoted word 'wooden'"),
        ("Candles burned in 1780 with smoke, soot and little brightness.", "of its words"),
    ],
)
def test_what_the_quote_does_not_bear_is_found(said: str, wrong: str) -> None:
    found = problems(document(cited("lamps", said, ARGAND)))
    assert len(found) == 1
    assert wrong in found[0]


def test_a_document_of_quotes_may_not_use_other_words() -> None:
    told = cited("lamps", "The Argand lamp has a hollow wick.", ARGAND)
    made = document(told, wording="verbatim")
    assert "word for word" in problems(made)[0]


def test_one_of_two_sources_without_a_bearing_is_found() -> None:
    argand, trees = cited("lamps", ARGAND), cited("trees", "Roots need room.")
    both = argand.model_copy(
        update={
            "text": "The lamp by Argand of 1780 has a hollow wick.",
            "evidence": (*argand.evidence, *trees.evidence),
        }
    )
    assert problems(document(both)) == ["its quote has nothing to do with it"]


def test_records_and_markers_must_meet() -> None:
    moved = document(WHOLE)
    record(moved)["marker_start"] = 3
    found = problems(moved)
    assert "no marker stands there" in found
    assert any("has no record" in problem for problem in found)


def test_a_wrong_number_a_wrong_place_and_a_wrong_quote_are_found() -> None:
    for name, value, wrong in (
        ("number", 2, "the marker says [1]"),
        ("quote", "Trees cool cars.", "not in its source"),
        ("source_sha256", "0" * 64, "digest"),
    ):
        made = document(WHOLE)
        record(made)[name] = value
        assert any(wrong in problem for problem in problems(made)), name
    made = document(WHOLE)
    cast("dict[str, object]", record(made)["passage"])["start"] = 1
    assert "its quote stands elsewhere in its source" in problems(made)


def test_a_changed_text_and_an_invented_entry_are_found() -> None:
    made = document(WHOLE)
    made["text"] = str(made["text"]).replace("streets", "squares")
    assert any("digest" in problem for problem in problems(made))
    made = document(WHOLE)
    made["text"] = f"{made['text']}\n[9] An invented source\n"
    assert any("as printed" in problem for problem in problems(made))


def test_a_table_is_compared_cell_by_cell() -> None:
    found = read("## A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[1]\n\nNo table. It is [2].\n")
    assert [(one.kind, [m.label for m in one.markers]) for one in found.claims] == [
        ("table", ["[1]"]),
        ("prose", ["[2]"]),
    ]
    assert found.prose == ("No table.", "It is")


def test_escaped_brackets_and_code_are_no_markers() -> None:
    found = read("## A\n\nHe says \\[3\\] and `a[4]`, in St. Ives.[1] 第一句。第二句。[2]\n")
    assert [one.text for one in found.claims] == [
        "He says [3] and `a[4]`, in St. Ives.",
        "第二句。",
    ]


def test_chinese_in_other_words() -> None:
    chinese = source("tea", "唐代陆羽写成《茶经》三卷。")
    made = document(WHOLE)
    digest = chinese.info.sha256
    made["sources"] = [{"id": "tea", "role": "data", "sha256": digest}]
    told = {"陆羽在唐代写成《茶经》三卷。": True, "陆羽在唐代写成《茶录》五十卷。": False}
    for said, holds in told.items():
        text = f"# 茶\n\n## 茶书\n\n{said}[1]\n\n## 参考文献\n\n[1] 茶\n"
        made["text"] = text
        made["text_sha256"] = hashlib.sha256(text.encode()).hexdigest()
        made["bibliography"] = [{"number": 1, "source_id": "tea"}]
        record(made).update(
            passage={"source_id": "tea", "start": 0, "end": len(chinese.text.encode())},
            quote=chinese.text,
            source_sha256=digest,
            marker_start=len(text[: text.index("[1]")].encode()),
        )
        assert check(made, [chinese.text.encode()]).holds is holds, said


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result, texts = tmp_path / "result.json", tmp_path / "sources"
    texts.mkdir()
    result.write_text(json.dumps(document(WHOLE)), "utf-8")
    (texts / "a.txt").write_bytes(TEXTS[0])
    command = ["checker", str(result), str(texts)]
    assert main(command) == 0
    assert "1 of 1 citations hold" in capsys.readouterr().out
    (texts / "a.txt").write_bytes(TEXTS[0].replace(b"streets", b"squares"))
    assert main(command) == 1
    assert "altered" in capsys.readouterr().out
    result.write_text("[]", "utf-8")
    assert main(command) == 2
    assert main(command[:2]) == 2


def test_something_else_is_no_document() -> None:
    with pytest.raises(UnreadableError):
        check({"text": "x"}, [])
