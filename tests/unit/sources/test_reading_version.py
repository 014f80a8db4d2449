"""A file read otherwise than before needs a new version: kept steps hold what was read."""

import hashlib

from docx.document import Document

from shared.authoring.sources.reader import SourceReader
from shared.cpu.pool import CpuPool
from tests.unit.sources.material import Placed, pdf, read, word

READ_AS = {"sources/3": "de7034ca03348bb9"}

MARKDOWN = """\
# Heat

Some *text*, [a link](x), `code` and a note[^1].

1. one
   - deep

| a | b |
|---|---|
| 1 | 2 |

    code

## 绿化

天气很热，
需要喝水。

[^1]: Why.
"""
PAGE = (
    "<html><title>Heat | Us</title><body><nav>Home</nav><main><h1>Heat</h1><p>Some <b>text</b> "
    "about heat.<sup>[1]</sup></p><ul><li>one<li>two</ul><table><tr><td>1<td>2</table></main>"
)
PLAIN = """\
1. Heat

Some text that is wrapped at
some column and goes on

- one
- two

二、绿化

种树。
"""


def write(document: Document) -> None:
    document.add_heading("Heat", 0)
    document.add_paragraph("Some text.")
    document.add_paragraph("one", style="List Bullet")
    document.add_heading("绿化", 1)


PDF = pdf(
    [Placed("Heat", 780, size=18), Placed("Some text that goes over the", 760)],
    [
        Placed("page.", 780),
        Placed("• one", 766),
        Placed("• two", 752),
        Placed("绿化", 730, size=18),
        Placed("种树可以遮挡阳光。", 710),
        Placed("通风带走热量。", 696),
    ],
)


def test_what_is_read_changes_only_with_the_version() -> None:
    files: list[tuple[str, bytes | str]] = [
        ("a.md", MARKDOWN),
        ("a.html", PAGE),
        ("a.txt", PLAIN),
        ("a.docx", word(write)),
        ("a.pdf", PDF),
    ]
    # A field that is new and empty reads nothing otherwise than before.
    read_as = "\n".join(
        read(name, content).model_dump_json(exclude_defaults=True) for name, content in files
    )
    digest = hashlib.sha256(read_as.encode()).hexdigest()[:16]
    assert READ_AS.get(SourceReader(CpuPool(1)).version) == digest, (
        "these files are read otherwise than before: raise the version of SourceReader"
    )
