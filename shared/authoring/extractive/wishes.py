"""An outline as the request wishes it: language, number of chapters, depth, lengths."""

from collections.abc import Sequence

from shared.authoring import genres
from shared.authoring.brief import Brief
from shared.authoring.extractive import lengths, reshape
from shared.authoring.extractive.demands import with_requirements
from shared.authoring.extractive.drafted import from_drafts
from shared.authoring.extractive.outline import outline
from shared.authoring.extractive.own_ends import missing_ends
from shared.authoring.extractive.seeking import extent, subtree
from shared.authoring.model import Evidence, Outline, OutlineNode, SourceDocument
from shared.authoring.text.language import CHARACTER_LANGUAGES

_PLAIN = "report"
"""The genre whose structure stands in where nothing else says one."""


def outline_for(
    query: str, brief: Brief, sources: Sequence[SourceDocument], evidence: Evidence
) -> Outline:
    """Return the outline of a document about ``query``, as the brief wishes it.

    A draft among the sources is the structure: its chapters and their depth stay as they are.
    Otherwise it comes from the evidence; chapters are then merged or opened up to the
    number wished for, as far as there is material, and sections below the depth wished for
    become key points. Without data the structure is that of the genre, if one is given.
    A requirement that no node speaks of gets one, if passages of the sources do.

    Lengths of nodes add up to what the document's length leaves beside an introduction and
    a summary. Raises QuireError for a draft that cannot be read, see ``read_draft``.
    """
    language = brief.language.partition("-")[0].lower()
    if any(source.info.role == "outline" for source in sources):
        made = from_drafts(query, sources, language)
    else:
        made = outline(query, sources, evidence)
        made = made.model_copy(update={"language": language or made.language})
        if made.grounding == "none":
            made = _of_genre(made, brief)
        made = with_requirements(made, sources, evidence)
        made = reshape.to_chapters(made, brief.chapters or _most_chapters(made, brief), sources)
        made = reshape.to_depth(made, brief.depth or _most_levels(made, brief))
    made = made.model_copy(
        update={
            "genre": brief.genre,
            "target_length": brief.target_length,
            "max_length": brief.max_length,
        }
    )
    return _with_lengths(made, sources)


def _most_chapters(made: Outline, brief: Brief) -> int:
    """Return how many chapters a short document has room for; 0 if that binds nothing."""
    asked = brief.target_length or brief.max_length
    room = max(asked // lengths.least_of_section(made.language), 1)
    return room if asked and len(made.nodes) > room else 0


def _most_levels(made: Outline, brief: Brief) -> int:
    """Return how many levels leave each section length enough; 0 if all do."""
    asked = brief.target_length or brief.max_length
    levels = [list(made.nodes)]
    while below := [child for node in levels[-1] for child in node.children]:
        levels.append(below)
    ends = 0
    for depth, level in enumerate(levels, 1):
        # Sections of this level and chapters that end above it.
        if depth > 1 and asked < (len(level) + ends) * lengths.least_of_section(made.language):
            return depth - 1 if asked else 0
        ends += sum(not node.children for node in level)
    return 0


def _of_genre(made: Outline, brief: Brief) -> Outline:
    """Return a skeleton with the chapters of the genre; as it is, where none is asked for."""
    kinds: tuple[str, ...] = ()
    if brief.genre is not None:
        kinds = genres.structure(brief.genre, made.language)
    elif (made.language in CHARACTER_LANGUAGES) != _is_chinese(made):
        kinds = genres.structure(genres.genre(_PLAIN), made.language)
    if not kinds:
        return made
    nodes = tuple(OutlineNode(id=str(place), title=kind) for place, kind in enumerate(kinds, 1))
    return made.model_copy(update={"nodes": nodes})


def _is_chinese(made: Outline) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in made.nodes[0].title)


def _with_lengths(made: Outline, sources: Sequence[SourceDocument]) -> Outline:
    target = made.target_length
    if made.max_length:
        target = min(target, made.max_length)
    if not target or not made.nodes:
        return made
    texts = {one.info.id: one.text.encode() for one in sources if one.info.role == "data"}
    rest = target - missing_ends(made.nodes) * lengths.of_end(target, made.language)
    sizes = {
        node.id: float(extent(node.passages, texts, made.language))
        for top in made.nodes
        for node in subtree(top)
    }
    return made.model_copy(update={"nodes": lengths.of_nodes(made.nodes, rest, sizes)})
