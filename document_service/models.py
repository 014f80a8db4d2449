"""What a document job is asked to do, as it is recorded."""

from shared.authoring.frozen import Model
from shared.authoring.model import BibliographyStyle, Outline
from shared.jobs.model import JsonValue, SpendLimits


class DocumentRequest(Model):
    """The recorded request: an outline, complete and checked.

    The texts of its sources lie beside it, by source id.

    Args:
        strict: whether a claim that its evidence does not bear is removed, not marked.

    """

    outline: Outline
    bibliography_style: BibliographyStyle = "numeric"
    strict: bool = False


class ForeignDocumentRequest(Model):
    """The parameter of a Celery message from a foreign producer, recorded as it came.

    It is checked by the attempt, so that a caller who watches the job sees why it
    failed.
    """

    outline: JsonValue


class Recorded(Model):
    """The body of ``job_request:{id}``: one of the two."""

    request: DocumentRequest | None = None
    foreign: ForeignDocumentRequest | None = None
    budget: SpendLimits = SpendLimits()
