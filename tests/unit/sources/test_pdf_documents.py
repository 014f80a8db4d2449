"""What is made of placed lines of a PDF, and of PDFs with passwords."""

from pathlib import Path

import pytest

from shared.authoring.sources.check import check_file
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.sources.material import Placed, blocks, pdf, read, titles

HERE = Path(__file__).parent
RUNNING = Placed("天气手册", 810, size=9)


def lines(*texts: str, top: float = 760, pitch: float = 14) -> list[Placed]:
    return [Placed(text, top - place * pitch) for place, text in enumerate(texts)]


def number(page: int) -> Placed:
    return Placed(f"{page}", 30, x=290)


def test_chinese_pages_without_their_running_heads_and_numbers() -> None:
    source = read(
        "a.pdf",
        pdf(
            [
                RUNNING,
                Placed("城市高温", 780, size=18),
                *lines(
                    "城市的气温通常高于周围的乡村，这种现象称为城市热岛效应，",
                    "它在晴朗无风的夜晚最为明显。",
                    "• 种树",
                    "• 通风",
                ),
                number(1),
            ],
            [
                RUNNING,
                Placed("预警", 780, size=18),
                *lines("红色预警表示二十四小时内最高气温将升至四十摄氏度以上，这"),
                number(2),
            ],
            [RUNNING, *lines("时应当避免户外活动。"), number(3)],
        ),
    )
    assert blocks(source) == [
        ("heading", "城市高温"),
        (
            "prose",
            "城市的气温通常高于周围的乡村，这种现象称为城市热岛效应，它在晴朗无风的夜晚最为明显。",
        ),
        ("list", "- 种树\n- 通风"),
        ("heading", "预警"),
        ("prose", "红色预警表示二十四小时内最高气温将升至四十摄氏度以上，这时应当避免户外活动。"),
    ]
    assert titles(source) == [(1, "城市高温"), (1, "预警")]
    assert source.info.language == "zh"
    text = source.text.encode()
    assert [(page.number, text[page.start :].decode()[:2]) for page in source.pages] == [
        (1, "城市"),
        (2, "预警"),
        (3, "时应"),
    ]


def test_a_word_cut_at_a_line_end_is_whole_again_unless_it_has_a_hyphen() -> None:
    source = read(
        "a.pdf",
        pdf(
            lines(
                "A well-known rule says that trees give shade and mois-",
                "ture to a street, and that it is well-",
                "known wherever people plant them along their houses.",
            )
        ),
    )
    assert blocks(source) == [
        (
            "prose",
            "A well-known rule says that trees give shade and moisture to a street, and that it "
            "is well-known wherever people plant them along their houses.",
        )
    ]


def test_paragraphs_end_where_a_gap_is() -> None:
    first = lines("The first paragraph has two lines of about the same", "length and ends here.")
    second = lines("The second one stands below a gap and is as long as", "that one.", top=700)
    assert [kind for kind, _ in blocks(read("a.pdf", pdf([*first, *second])))] == ["prose"] * 2


@pytest.mark.parametrize("name", ["rights-aes128.pdf", "password-aes256.pdf"])
def test_aes_is_refused_as_encrypted_not_as_damaged(name: str) -> None:
    # Both made with pypdf: PdfWriter.encrypt("", "owner", algorithm="AES-128") and
    # encrypt("secret", "owner", algorithm="AES-256").
    content = (HERE / name).read_bytes()
    with pytest.raises(QuireError) as checked:
        check_file(name, content, FileLimits())
    with pytest.raises(QuireError) as parsed:
        parse_file("s1", name, "", content, FileLimits())
    assert checked.value.reason is parsed.value.reason is Reason.FILE_ENCRYPTED


def test_a_pdf_with_something_before_its_header() -> None:
    content = b"Content-Type: application/pdf\n\n" + pdf(lines("Some text that can be read."))
    assert read("a.bin", content).text == "Some text that can be read."
