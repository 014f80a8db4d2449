"""The quality report of a document. Counts are of sentences of prose."""

from pydantic import Field

from shared.authoring.frozen import Model
from shared.events.payloads import Usage


class ChapterQuality(Model):
    """The quality of one chapter.

    Args:
        passages_given: that it had as evidence; ``passages_used``, those it cites.
        cited: sentences with a citation; ``verified``, those that their quotes bear.
        uncited_claims: claims of fact without a citation.
        unsupported: sentences that are marked as such.
        length: in words or characters; ``target_length`` is 0 where none was planned.
        usage: of the models, for writing it.

    """

    chapter_id: str
    passages_given: int = 0
    passages_used: int = 0
    sentences: int = 0
    cited: int = 0
    verified: int = 0
    uncited_claims: int = 0
    unsupported: int = 0
    length: int = 0
    target_length: int = 0
    usage: Usage = Usage()


class RequirementResult(Model):
    """A requirement, and whether the document meets it.

    Args:
        text: as its file says it.
        chapter_id: the chapter that meets it, ``place`` the heading or the sentence;
            both empty if none does.

    """

    text: str
    source_id: str
    met: bool
    chapter_id: str = ""
    place: str = ""


class Quality(Model):
    """The quality of a document.

    Args:
        repetition: share of 8-grams that occur before in the document, 0 to 1.
        unused_sources: ids of data sources that nothing cites.
        unused_passages: passages of data sources that no chapter was given.
        models: what was used of each, by name.

    """

    chapters: tuple[ChapterQuality, ...] = ()
    requirements: tuple[RequirementResult, ...] = ()
    sentences: int = 0
    cited: int = 0
    verified: int = 0
    uncited_claims: int = 0
    unsupported: int = 0
    repetition: float = 0.0
    length: int = 0
    target_length: int = 0
    unused_sources: tuple[str, ...] = ()
    unused_passages: int = 0
    models: dict[str, Usage] = Field(default_factory=dict)
