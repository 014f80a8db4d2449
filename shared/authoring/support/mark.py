"""How a claim that its evidence does not bear is marked in the text of a document."""

UNSUPPORTED = "⟨unsupported⟩"
UNSUPPORTED_CHINESE = "〔未证实〕"

_MARKDOWN = (" ⟨*unsupported*⟩", "〔*未证实*〕")
"""The emphasis stands within the brackets: after a closing bracket that a Han character
follows, CommonMark would not end it (6.2, right-flanking delimiter runs)."""


def mark(language: str) -> str:
    """Return the mark in a document of ``language``, as people read it."""
    return UNSUPPORTED_CHINESE if language == "zh" else UNSUPPORTED


def markdown(language: str) -> str:
    """Return the mark as Markdown, with what parts it from the sentence before it."""
    return _MARKDOWN[language == "zh"]


def after_marks(text: str) -> str:
    """Return what stands in Markdown after the last mark; all of it where there is none."""
    ends = [
        text.rfind(form.strip()) + len(form.strip()) for form in _MARKDOWN if form.strip() in text
    ]
    return text[max(ends, default=0) :]
