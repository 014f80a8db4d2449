"""Which language a text is in, by its script."""

import re
from collections import Counter

from shared.authoring.text.scripts import HAN, HANGUL, KANA, THAI

CHARACTER_LANGUAGES = frozenset({"zh", "ja"})
"""Languages whose length is counted in characters."""

_SAMPLE = 20_000
_CLEAR = 3

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*")
_OTHER_SCRIPTS = {
    "ko": re.compile(f"[{HANGUL}]+"),
    "ru": re.compile("[\u0400-\u04ff]+"),
    "ar": re.compile("[\u0600-\u06ff]+"),
    "he": re.compile("[\u0590-\u05ff]+"),
    "el": re.compile("[\u0370-\u03ff]+"),
    "hi": re.compile("[\u0900-\u097f]+"),
    "th": re.compile(f"[{THAI}]"),
}

_CHINESE_GRAMMAR = re.compile("[的了是在和与及或请把被对将为怎么吗呢哪如何什关于这那有]")
_LATIN_GRAMMAR = {
    "en": "the of and to in is are that for with on how what why does do it this be by from a",
    "de": "der die das und ist nicht ein eine mit von zu den auf für wie sich des dem",
    "fr": "le la les des et est une dans pour que qui sur par du au avec pas ce",
    "es": "el los las y es una por para que con del se lo como su al más",
    "it": "il lo gli e è una per che con del della di si non sono nel alla",
    "pt": "o os as e é uma para que com do da não em se dos mais ao",
    "nl": "de het een en van is niet dat op te voor met zijn ook aan wordt",
}
_GRAMMAR = {language: frozenset(words.split()) for language, words in _LATIN_GRAMMAR.items()}
_MIN_HITS = 3


def detect(text: str) -> str:
    """Return the language's ISO 639-1 code; ``en`` when nothing speaks for another.

    The script decides: kana is Japanese, Hangul Korean, Han alone Chinese,
    Cyrillic is called Russian, Arabic script Arabic. Within the Latin script, seven
    languages are told apart by their function words, which takes a sentence or
    more; short or other Latin text is called English. In a mix of Han and Latin
    the clear majority wins (a Han character weighs as much as a Latin word);
    near a tie, which of the two brings grammatical words.
    """
    sample = text[:_SAMPLE]
    words = _LATIN_WORD.findall(sample)
    han = len(_HAN.findall(sample))
    kana = len(_KANA.findall(sample))
    others = {name: len(found.findall(sample)) for name, found in _OTHER_SCRIPTS.items()}
    other = max(others, key=lambda name: others[name])
    cjk = han + kana
    if others[other] > max(cjk, len(words)):
        return other
    if not cjk or not _cjk_wins(sample, words, cjk):
        return _latin(words)
    return "ja" if kana * 10 >= cjk else "zh"


def _cjk_wins(sample: str, words: list[str], cjk: int) -> bool:
    if cjk > _CLEAR * len(words):
        return True
    if len(words) > _CLEAR * cjk:
        return False
    chinese = len(_CHINESE_GRAMMAR.findall(sample)) + len(_KANA.findall(sample))
    english = sum(word.lower() in _GRAMMAR["en"] for word in words)
    return cjk >= len(words) if chinese == english else chinese > english


def _latin(words: list[str]) -> str:
    counts = Counter(word.lower() for word in words)
    hits = {
        language: sum(counts[word] for word in grammar) for language, grammar in _GRAMMAR.items()
    }
    best = max(hits, key=lambda language: hits[language])
    return best if hits[best] >= _MIN_HITS and hits[best] > hits["en"] else "en"
