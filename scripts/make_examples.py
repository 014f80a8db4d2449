"""Makes ``examples/heat-action-plans.docx`` and ``examples/water-in-the-city.pdf``.

The same bytes in every run: ``python -m scripts.make_examples [FOLDER]``.
"""

import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import typst
from docx import Document

from scripts.examples_text import HEAT_PLANS, HEAT_PLANS_TITLE, WATER, WATER_TITLE, Section

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_ZIP_WHEN = (2026, 1, 1, 0, 0, 0)
_ITEM = "- "


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "examples")
    (folder / "heat-action-plans.docx").write_bytes(make_docx(HEAT_PLANS_TITLE, HEAT_PLANS))
    (folder / "water-in-the-city.pdf").write_bytes(make_pdf(WATER_TITLE, WATER))


def make_docx(title: str, sections: list[Section]) -> bytes:
    """Return a DOCX with heading styles and lists."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = _WHEN
    document.add_heading(title, level=1)
    for heading, paragraphs in sections:
        document.add_heading(heading, level=2)
        for paragraph in paragraphs:
            style = "List Bullet" if paragraph.startswith(_ITEM) else None
            document.add_paragraph(paragraph.removeprefix(_ITEM), style)
    raw = io.BytesIO()
    document.save(raw)
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            out.writestr(zipfile.ZipInfo(name, _ZIP_WHEN), given.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def make_pdf(title: str, sections: list[Section]) -> bytes:
    """Return a PDF of two pages."""
    parts = [
        f'#set document(title: "{title}", date: none)',
        '#set page(paper: "a5", margin: 16mm)',
        "#set text(size: 9.5pt)",
        "#set par(justify: true)",
        f"= {title}",
    ]
    for heading, paragraphs in sections:
        parts += [f"== {heading}", *paragraphs]
    source = "\n\n".join(parts).encode()
    made = typst.compile(source, format="pdf", timestamp=int(_WHEN.timestamp()))
    assert isinstance(made, bytes)  # noqa: S101  one format, one file
    return made


if __name__ == "__main__":
    main()
