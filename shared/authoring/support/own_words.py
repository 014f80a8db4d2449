"""What a sentence in its author's own words must keep of its evidence, or must not add to it."""

import re
from itertools import pairwise

from shared.authoring.support.facts import Facts
from shared.authoring.support.forms import form, is_verb
from shared.authoring.text.stopwords import STOP_WORDS

CAUSE = re.compile(
    r"\b(?:because|so that|thus|therefore|hence|due to|owing to|thanks to|thereby|as a result"
    r"|consequently|which is why)\b|,\s+(?:for|so)\s+(?!example|instance|far|long|that\b)"
    r"|^(?:as|since)\s+(?:the\s+)?(?!of\b|a\b|an\b|well\b|part\b|in\b|with\b|early\b|\d)[a-z]+\s[^,]*,"
    r"|,\s+(?:as|since)\s+(?!well\b|of\b|did\b|does\b|do\b|in\b|with\b|for\b|an?\b|\d)"
    "|因为|由于|所以|因此|因而|故而|从而|以致|以至于|使得|是因",
    re.IGNORECASE,
)
"""Words that make of two things cause and effect."""

_CAUSED = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|leads?|led|result(?:s|ed|ing)?|reason)\b|导致|引起|造成|引发|原因",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.!?]\s+\S|[。！？!?]\s*\S")
_LIMITS = (
    (
        r"\bup to|\bat most|\bno more than|\bnot more than|\bas (?:much|many|long) as|\bwithin"
        r"|\bmaximum|最多|至多|最高|不超过"
    ),
    r"\bat least|\bno less than|\bnot less than|\bminimum|\bor more|至少|最少|不少于|以上",
    (
        r"\bperhaps|\bpossibly|\bprobably|\bmay\b(?! \d)|\bmight|\blikely"
        r"|可能|也许|或许|大概"
    ),
    r"\bcan\b|\bcould\b|\bmay\b|\bmight\b|\bable\b|可以",
    (
        r"\babout(?=\s+(?:an?|one|half|two|\d|[a-z]+ty\b|three|four|five|six|ten|a))|\broughly"
        r"|\bapproximate\w*|\baround(?=\s+\d)|\bsome(?=\s+\d)|\bnearly|\balmost|约|左右|近|将近|大约"
    ),
    r"\bsome(?!\s+\d)|\bpart of|\bpartly|\bseveral|部分|一些|有些|某些|有的",
    r"\bfew\b|\blittle\b|\brarely|\bseldom|\bhardly|很少|极少|少数",
    r"\bmany\b|\bmuch\b|\bmost\b|\bmostly|\blarge(?:ly)?|\bmain(?:ly)?|\boften|\busual\w*"
    r"|大多|多数|通常|往往|主要|大部分|许多|很多",
)
_SIGNS = tuple(re.compile(one, re.IGNORECASE) for one in _LIMITS)
_NEXT = re.compile(r"\s+(?:an?\s+|the\s+)?([A-Za-z]+)")
_HALVES = re.compile(r"[,;:.，；：。]|\bbut\b|\band\b|但|而")
_PEOPLE = (
    re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|us|[Mm]yself|[Oo]urs)\b|我|咱"),
    re.compile(r"\b(?:you|your|yours|yourself)\b|你|您", re.IGNORECASE),
)
_SAME = re.compile(
    r"\b(?:is|are|was|were)\s+(?:(?:also\s+)?(?:called|named|known as|termed)\s+)?"
    r"(?:an?\s+|the\s+)?[\"“']?(?P<last>\w+)[\"”']?\W*$",
    re.IGNORECASE,
)
_SAME_CHINESE = re.compile(r"^(?P<first>[\u4e00-\u9fff]{2,})(?:就?是|叫|被?称为)(?P=first)\W*$")
_THOSE = re.compile(r"\b(?:that|those)\s+of\s+(?:the\s+|an?\s+)?(\w+)", re.IGNORECASE)
_OF = re.compile(r"\b(\w+)\s+of\s+(?:(?:the|an?|this|these)\s+)?(\w+)", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?:first|only|oldest|earliest|last|sole)\b|第一[座个条艘台部种位名]?|首[座个条艘台部种位名]"
    r"|唯一的?|最早的?",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(r"\b(?:in|of|near|outside|within)\s+(?:the\s+)?[A-Z][a-z]+")
_GRAMMAR_LIST = """
be is are was were been being am have has had having do does did done a an the it its he she
they them his her their this that these those there here and or but nor so as of in on at to
for from with by into than then also too very not no if when while which who whom whose what
will would can could may might must shall should let s t
"""
_GRAMMAR = frozenset(_GRAMMAR_LIST.split())
_ITEM_END = re.compile(r"[,;.，；。]|\b(?:of|in|on|at|for|to|with|from|by)\b")
_ADDED = re.compile(
    r"(?:\band\b|\bor\b|\beven\b|\bas well as\b|以及|甚至|[、和及与])\s*(?:even\s+|also\s+)?"
    r"(?:the\s+|an?\s+|its\s+|their\s+)?",
    re.IGNORECASE,
)
_PARTICLES = frozenset({"up", "down", "off", "out"})
_SHORT = {True: 3, False: 4}
_NEAR = 2
_REACH = 2


def strayed(sentence: Facts, known: Facts, missing: list[str]) -> str | None:
    """Return a word at which ``sentence`` says other than ``known``, ``None`` if it does nowhere.

    Args:
        missing: keys of content words of the sentence that ``known`` does not have.

    """
    if missing and len(sentence.terms) < _SHORT[sentence.chinese]:
        return _spelled(sentence, missing[0])
    return (
        _caused(sentence, known, missing)
        or _unlimited(sentence, known)
        or _addressed(sentence, known)
        or _same(sentence)
        or _added(sentence, set(missing))
        or _unfounded(sentence, known, set(missing))
        or _unrestricted(sentence, known)
        or _owned(sentence, known)
        or _opening(sentence, known)
        or _severed(sentence, known)
    )


def _caused(sentence: Facts, known: Facts, missing: list[str]) -> str | None:
    """Return a cause word of the sentence whose halves stand in sentences with none.

    In English both halves must be there in full.
    """
    cause = CAUSE.search(sentence.text)
    if cause is None:
        return None
    if missing and not sentence.chinese:
        return _spelled(sentence, missing[0])
    if not _BREAK.search(known.text):
        return None
    if CAUSE.search(known.text) or _CAUSED.search(known.text):
        return None
    return cause[0].strip(" ,")


def _unlimited(sentence: Facts, known: Facts) -> str | None:
    """Return a limit of ``known`` on words of the sentence that the sentence drops."""
    spoken = {item.key for item in sentence.items}
    said = set(re.findall(r"[a-z]+", sentence.text.lower())) - _GRAMMAR
    for sign in _SIGNS:
        if sign.search(sentence.text):
            continue
        for found in sign.finditer(known.text):
            stop = _HALVES.search(known.text, found.end() + 1)
            end = stop.start() if stop else len(known.text)
            after = [i.key for i in known.items if found.end() <= i.start < end][:_REACH]
            word = _NEXT.match(known.text, found.end())
            if (after and after[0] in spoken) or (word and word[1].lower() in said):
                return found[0]
    return None


def _addressed(sentence: Facts, known: Facts) -> str | None:
    for person in _PEOPLE:
        if (said := person.search(sentence.text)) and not person.search(known.text):
            return said[0]
    return None


def _same(sentence: Facts) -> str | None:
    """Return what a sentence says to be itself."""
    if (twice := _SAME_CHINESE.search(sentence.text)) is not None:
        return twice["first"]
    found = _SAME.search(sentence.text)
    if found is None:
        return None
    key = form(found["last"].lower())
    before = {item.key for item in sentence.items if item.start < found.start()}
    return found["last"] if key in before else None


def _added(sentence: Facts, missing: set[str]) -> str | None:
    """Return the head of an item of a list that the evidence does not have."""
    for found in _ADDED.finditer(sentence.text):
        stop = _ITEM_END.search(sentence.text, found.end())
        end = stop.start() if stop else len(sentence.text)
        own = [i for i in sentence.items if found.end() <= i.start < end][: _NEAR + 1]
        for item in own:
            if item.key in missing and item.weight > 1:
                return sentence.text[item.start : item.end]
    return None


def _unfounded(sentence: Facts, known: Facts, missing: set[str]) -> str | None:
    """Return a word of a clause that has none in common with the evidence.

    Where it has no content word, a verb among its stop words is one.
    """
    begin = 0
    for cut in [*_HALVES.finditer(sentence.text), None]:
        end = cut.start() if cut else len(sentence.text)
        own = [i for i in sentence.items if begin <= i.start < end]
        if own and missing.issuperset(item.key for item in own):
            return sentence.text[own[0].start : own[0].end]
        if not own and not sentence.chinese:
            for word in re.findall(r"[A-Za-z]+", sentence.text[begin:end].lower()):
                carries = word not in _GRAMMAR and (is_verb(word) or word in _PARTICLES)
                if carries and form(word) not in known.words:
                    return str(word)
        begin = cut.end() if cut else end
    return None


def _unrestricted(sentence: Facts, known: Facts) -> str | None:
    """Return the "first" or "most" whose restriction the sentence drops."""
    spoken = {item.key for item in sentence.items}
    said = _FIRST.search(sentence.text)
    signs = list(_FIRST.finditer(known.text)) if said else []
    heads = [next((i.key for i in known.items if i.start >= s.end()), "") for s in signs]
    if said and heads and not any(head in spoken for head in heads):
        return said[0]
    if sentence.polarity.absolutes & {"all", "most", "only", "first"}:
        for place in _IN_PLACE.finditer(known.text):
            named = [i for i in known.items if place.start() <= i.start < place.end()]
            if (
                named
                and not any(i.key in spoken for i in named)
                and len(known.text) < 2 * len(sentence.text)
            ):
                return min(sentence.polarity.absolutes)
    return None


def _owned(sentence: Facts, known: Facts) -> str | None:
    """Return a noun that belongs to another in ``known``: "the name of the light"."""
    text = sentence.text
    for those in _THOSE.finditer(known.text):
        bare = re.search(rf"(\w+)\s+(?:the\s+)?{re.escape(those[1])}\b", text, re.IGNORECASE)
        if bare and bare[1].lower() in ("in", "on", "at", "to", "than", "from", "by"):
            return those[1]
    places: dict[str, list[int]] = {}
    for at, item in enumerate(known.items):
        places.setdefault(item.key, []).append(at)
    for pair in _OF.finditer(text):
        one, other = form(pair[1].lower()), form(pair[2].lower())
        if pair[1].lower() in STOP_WORDS or one not in places or other not in places:
            continue
        if not any(abs(a - b) <= _NEAR for a in places[one] for b in places[other]) and not any(
            _free(known, at) for at in places[one]
        ):
            return pair[1]
    return None


def _free(known: Facts, at: int) -> bool:
    """Say whether an item begins a sentence or has an owner that is a pronoun."""
    before = known.text[: known.items[at].start].rstrip()
    return not before or (
        bool(re.search(r"(?:[.!?]|\b(?:its|their|his|her|the|this|these))$", before, re.IGNORECASE))
        and not re.match(r"\w+\s+of\b", known.text[known.items[at].start :])
    )


def _severed(sentence: Facts, known: Facts) -> str | None:
    """Return a number that ``known`` has only in clauses of which the sentence says nothing."""
    spoken = {item.key for item in sentence.items}
    cuts = [0, *(found.end() for found in _HALVES.finditer(known.text)), len(known.text)]
    clauses = list(pairwise(cuts))
    for one in sentence.numbers:
        spots = [other.start for other in known.numbers if other.value == one.value]
        told = [
            [i.key for i in known.items if start <= i.start < end and i.key[0] != "#"]
            for start, end in clauses
            if any(start <= spot < end for spot in spots)
        ]
        opening = any(_begins(known.text, spot) for spot in spots)
        if told and not opening and all(len(keys) > 1 and spoken.isdisjoint(keys) for keys in told):
            return sentence.text[one.start : one.end].strip()
    return None


def _begins(text: str, place: int) -> bool:
    """Say whether a place is in the first clause of its sentence, which may hold for the others."""
    cuts = [found.start() for found in _HALVES.finditer(text, 0, place)]
    return not cuts or text[cuts[-1]] in ".。"


def _opening(sentence: Facts, known: Facts) -> str | None:
    """Return a first word that is a name though it looks like a function word: "Go guarantees"."""
    found = re.match(r"([A-Z]\w*)\s+([a-z]+s)\b", sentence.text)
    if found is None or found[1].lower() not in STOP_WORDS or found[1].lower() in _GRAMMAR:
        return None
    if not is_verb(found[2]) or re.search(rf"\b{found[1]}\b", known.text):
        return None
    return found[1]


def _spelled(sentence: Facts, key: str) -> str:
    return next((sentence.text[i.start : i.end] for i in sentence.items if i.key == key), key)
