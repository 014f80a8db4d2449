"""``--fail-under``: what each measure is, and by how much a document misses it."""

from dataclasses import replace

import pytest
from quire.document.v1.document_pb2 import Document
from quire_client.cli.exits import CommandError
from quire_client.cli.floors import Floor, check_floors, read_floors
from quire_client.cli.quality_text import quality_rows
from quire_client.quality import Quality, RequirementResult, report_of


def empty() -> Quality:
    document = Document()
    document.quality.SetInParent()
    quality = report_of(document).quality
    assert quality is not None
    return quality


def test_a_document_without_sentences_has_nothing_cited_or_verified() -> None:
    for measure in ("cited", "verified", "coverage"):
        assert Floor(measure, 0.1).shortfall(empty()) == f"{measure} is 0, 0.1 below 0.1"
        assert Floor(measure, 0).shortfall(empty()) == ""


def test_without_requirements_all_are_met() -> None:
    assert Floor("requirements", 1).shortfall(empty()) == ""
    missed = RequirementResult("Say why.", "s1", False, "", "")
    quality = replace(empty(), requirements=(missed,))
    assert Floor("requirements", 1).shortfall(quality) == "requirements is 0, 1 below 1"


def test_verified_is_a_share_of_what_is_cited() -> None:
    quality = replace(empty(), sentences=100, cited=20, verified=19)
    assert Floor("verified", 0.95).shortfall(quality) == ""
    assert Floor("verified", 0.951).shortfall(quality) == "verified is 0.95, 0.001 below 0.951"
    assert Floor("cited", 0.2).shortfall(quality) == ""


def test_repetition_is_a_ceiling() -> None:
    quality = replace(empty(), repetition=0.02)
    assert Floor("repetition", 0.02).shortfall(quality) == ""
    assert Floor("repetition", 0.015).shortfall(quality) == "repetition is 0.02, 0.005 above 0.015"


def test_of_one_measure_twice_the_last_holds() -> None:
    given = ["cited=0.9", "verified=1", "cited=0.5"]
    assert read_floors(given, detach=False) == (Floor("cited", 0.5), Floor("verified", 1))


def test_nothing_is_asked_of_a_document_unless_wished() -> None:
    check_floors((), None)
    with pytest.raises(CommandError) as caught:
        check_floors([Floor("cited", 0)], None)
    assert caught.value.code == 1


def test_rows_of_little() -> None:
    document = Document(language="zh")
    assert tuple(quality_rows(document)) == ()
    document.quality.length = 1200
    rows = dict(quality_rows(document))
    assert rows["length"] == "1,200 characters"
    assert rows["cited"] == "0 of 0"
    assert "requirements" not in rows
    assert "unused sources" not in rows


def test_rows_name_only_some_of_many() -> None:
    document = Document()
    document.quality.unused_sources.extend(f"s{number}" for number in range(9))
    for number in range(9):
        document.quality.requirements.add(text=f"需求{number}" * 30)
    rows = list(quality_rows(document))
    assert ("unused sources", "9: s0, s1, s2, s3, s4 and 4 more") in rows
    assert ("  not met", "and 4 more") in rows
    assert rows.count(("requirements", "0 of 9 met")) == 1


def test_rows_tell_where_a_requirement_is_met() -> None:
    document = Document()
    document.chapters.add(id="1", title="Trees")
    for place in ("Trees", "Shade cools."):
        document.quality.requirements.add(
            text=f"Say {place}", met=True, chapter_id="1", place=place
        )
    rows = list(quality_rows(document))
    at = rows.index(("requirements", "2 of 2 met"))
    assert rows[at + 1 :] == [
        ("  met", "Say Trees"),
        ("    in", "Trees"),
        ("  met", "Say Shade cools."),
        ("    in", "Trees: Shade cools."),
    ]
