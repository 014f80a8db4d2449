"""``quire write`` with a file of requirements: the quality report and ``--fail-under``."""

import json
from pathlib import Path

from deploy.local.stack import LocalStack
from tests.support.command import quire
from tests.support.pair import EXAMPLES


async def test_requirements_and_quality_of_a_written_document(
    stack: LocalStack, tmp_path: Path
) -> None:
    env = {
        "QUIRE_OUTLINE_ADDRESS": stack.outline_address,
        "QUIRE_DOCUMENT_ADDRESS": stack.document_address,
    }
    brief = tmp_path / "brief.md"
    brief.write_text(
        "- The report must explain how trees cool streets.\n"
        "- The report must cover nuclear fusion reactors.\n",
        encoding="utf-8",
    )
    words = (
        *("write", "How do cities adapt to extreme heat?", "--file", EXAMPLES / "cool-roofs.md"),
        *("--file", EXAMPLES / "urban-trees.html", "--file", f"{brief}:requirements"),
    )

    good = await quire(env, *words, "--json", "--fail-under", "verified=1")
    bad = await quire(env, *words, "--out", tmp_path / "d.md", "--fail-under", "requirements=0.9")

    assert good.code == 0, good.err
    document = json.loads(good.out)["document"]
    quality = document["quality"]
    assert [one["met"] for one in quality["requirements"]] == [True, False]
    assert quality["sentences"] >= quality["cited"] == quality["verified"] > 10
    assert quality["length"] == document["length"]
    assert "brief.md" not in json.dumps(document["bibliography"])

    assert bad.code == 1
    assert "requirements    1 of 2 met\n" in bad.err
    assert "  not met       The report must cover nuclear fusion reactors.\n" in bad.err
    assert "requirements is 0.5, 0.4 below 0.9" in bad.err
    assert (tmp_path / "d.md").exists()
