"""What a request says of the document to be written, apart from its query."""

from shared.authoring.frozen import Model


class Genre(Model):
    """A kind of document.

    Args:
        text: instructions and structure, in Markdown; see ``shared/authoring/genres``.

    """

    name: str
    text: str


class Brief(Model):
    """The wishes for an outline; the defaults leave everything to the author.

    Args:
        language: of the document (BCP 47); that of the query if empty.
        chapters: how many; 0 leaves it open.
        depth: levels of headings at most, 1 for chapters without sections; 0 leaves
            it open.
        target_length: of the whole document, in words, or characters in Chinese and
            Japanese; held within 15 % where the evidence suffices; 0 leaves it open.
        max_length: never passed; 0 for none.

    """

    language: str = ""
    genre: Genre | None = None
    chapters: int = 0
    depth: int = 0
    target_length: int = 0
    max_length: int = 0
