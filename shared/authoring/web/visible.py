"""What of a page is for its readers: formulas as TeX in the text, nothing that is hidden."""

import re

from lxml import etree, html

_NEVER_SHOWN = ("template", "noscript")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FRAME = frozenset({"html", "body"})
_TEX_SCRIPT = re.compile(r"math/tex(;\s*mode=display)?\s*", re.I)
_TEX = "application/x-tex"
# What stands around a formula for those who cannot see it: MediaWiki, KaTeX, MathJax.
_WRAPPERS = frozenset({"mwe-math-element", "katex", "mathjax", "mjx-container"})
_STYLE = re.compile(r"^\{\\(?:display|text)style\s+(.*)\}$", re.S)
_MAX_DEPTH = 6


def visible_page(page: str) -> str:
    """Return a page without what it hides, and each formula (MathML, MathJax) as ``$x^2$``.

    Where a page gives no TeX of a formula, its characters stand for it. A page that
    hides all of itself until its scripts have run is taken as shown.
    """
    root = html.document_fromstring(page.encode("utf-8", "replace"), parser=_parser())
    for formula in [*root.iter("math")]:
        display = formula.get("display") == "block"
        _replace(_whole(formula), _shown(_tex_of(formula), display=display))
    for script in [*root.iter("script")]:
        found = _TEX_SCRIPT.fullmatch(script.get("type", ""))
        if found:
            _replace(script, _shown(script.text or "", display=found[1] is not None))
    for element in [*root.iter("*")]:
        if element.tag in _NEVER_SHOWN or (element.tag not in _FRAME and _is_hidden(element)):
            _replace(element, " ")
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _is_hidden(element: etree._Element) -> bool:
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _tex_of(formula: etree._Element) -> str:
    for note in formula.iter("annotation"):
        if note.get("encoding") == _TEX:
            return note.text or ""
    return formula.get("alttext") or "".join("".join(map(str, formula.itertext())).split())


def _whole(formula: etree._Element) -> etree._Element:
    """Return the element that holds the formula and its other renderings, if there is one."""
    best = at = formula
    for _ in range(_MAX_DEPTH):
        parent = at.getparent()
        if parent is None:
            break
        at = parent
        if str(at.tag) in _WRAPPERS or not _WRAPPERS.isdisjoint(_classes(at)):
            best = at
    return best


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").lower().split()


def _shown(tex: str, *, display: bool) -> str:
    tex = " ".join(tex.split())
    inner = _STYLE.match(tex)
    tex = (inner[1] if inner else tex).strip()
    if not tex or "$" in tex:
        return tex
    return f"$${tex}$$" if display else f"${tex}$"


def _replace(element: etree._Element, text: str) -> None:
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
