"""Documents for the tests of formats: one with every kind of block, one that is hostile."""

import hashlib
from collections.abc import Sequence

from shared.authoring import render
from shared.authoring.bibliography import number
from shared.authoring.model import (
    Chapter,
    Citation,
    Document,
    Draft,
    Paragraph,
    Section,
    SourceDocument,
    SourceInfo,
)
from tests.unit.citations.documents import cited

HOSTILE = (
    "<script>alert('x')</script> ]]> & &amp; #set page(width: 1pt) $x$ @ref *bold* `code` "
    '"quotes" \\u{41} #panic("no") [1](javascript:alert(1)) 🌳👩‍👩‍👧 ' + "Donaudampf" * 30
)
RICH_BODY = """\
## Tables & code

Energy follows $`E = m c^2`$ in **every** *case* and `a < b`.

| Year | Trees ~~old~~ |
|---|---:|
| 2020 | 1\\|200 |
| 2021 | <b>3</b> |

```python
if a < b and "]]>":
    print("#x $y$ @z")
```

- first
- second
  - below

3. three
4. four

> Said elsewhere.

### A section

A [link](https://example.org/a?b=1&c=2), a [bad one](javascript:alert(1)).
"""
QUOTED = """\
The table says it.

| City | Trees |
| 广州 | 12 |

    def f():
        return "<i>"

- one
- two"""


def hostile() -> tuple[Document, Sequence[SourceDocument]]:
    """A document whose titles, text and source are full of markup of every format."""
    origin = SourceDocument(
        info=SourceInfo(
            id="s1", title=HOSTILE, uri="https://example.org/?q=<script>&x=\"'", authors=("#x $y$",)
        ),
        text=f"{HOSTILE}. 中文：{HOSTILE}。",
    )
    return of(
        origin, HOSTILE, "en", cited(origin, f"{HOSTILE}."), cited(origin, f"中文：{HOSTILE}。")
    )


def of(
    origin: SourceDocument, title: str, language: str, *sentences: object
) -> tuple[Document, Sequence[SourceDocument]]:
    """A document of one chapter, called as the document is."""
    section = Section(
        node_id="1",
        title=title,
        paragraphs=(Paragraph.model_validate({"sentences": sentences}),),
    )
    draft = Draft(title=title, language=language, chapters=(Chapter(section=section),))
    return number(draft, (origin,)), (origin,)


def rich() -> Document:
    """A document of every kind of block, with a citation of a passage that has such too."""
    source = SourceInfo(id="s1", title="Trees", uri="https://example.org/trees")
    head = render.heading(1, "Rich")
    body = f"{RICH_BODY}\nIt is said.[1]"
    start = len(f"{head}\n\n".encode())
    end = start + len(body.encode())
    text = f"{head}\n\n{body}\n\n## References\n\n[1] Trees. https://example.org/trees\n"
    citation = Citation.model_validate(
        {
            "number": 1,
            "chapter_id": "1",
            "marker_start": end - len("[1]"),
            "passage": {
                "source_id": "s1",
                "start": 0,
                "end": len(QUOTED.encode()),
                "place": "Page 3",
            },
            "quote": QUOTED,
            "source_sha256": hashlib.sha256(QUOTED.encode()).hexdigest(),
        }
    )
    whole = {
        "title": "Rich",
        "language": "en",
        "text": text,
        "chapters": [
            {"id": "1", "title": "Tables & code", "role": "body", "start": start, "end": end,
             "length": 1, "citations": 1}
        ],
        "citations": [citation],
        "bibliography": [
            {"number": 1, "source_id": "s1", "text": "Trees. https://example.org/trees"}
        ],
        "sources": [source],
        "length": 1,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    return Document.model_validate(whole)
