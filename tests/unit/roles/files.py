"""Files of each role, as sources."""

from shared.authoring.model import SourceDocument, SourceInfo, SourceRole
from shared.authoring.sources import layout
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file


def parsed(name: str, text: str, role: SourceRole, source_id: str = "r1") -> SourceDocument:
    """A file as the reader stores it."""
    return parse_file(source_id, name, "", text.encode(), FileLimits(), role=role)


def kept(name: str, text: str, role: SourceRole = "outline") -> SourceDocument:
    """A file whose lines are stored as they are, as code is."""
    info = SourceInfo(id="r1", title=name, uri=name, role=role)
    return SourceDocument(info=info, text=layout.lay_out([layout.code(text)]).text)
