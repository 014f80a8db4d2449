"""Fonts for a PDF: which of those on this machine have the letters of a document.

They are looked for, in this order, in the folders given, in the system's own font folders,
and among those that Typst brings along (Libertinus Serif for Latin, Greek and Cyrillic).
Well-known families for the language of the document come first, then any other that has
the letters.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typst

from shared.authoring.delivery.cmap import characters_of
from shared.errors import QuireError
from shared.reasons import Reason

BASE = "Libertinus Serif"
MONO = "DejaVu Sans Mono"

_OF_BASE = frozenset({"LATIN", "GREEK", "CYRILLIC", "MODIFIER", "FEMININE", "MASCULINE", "MICRO"})
_REGIONS = {"zh": "SC", "ja": "JP", "ko": "KR"}
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_CJK = (
    "Noto Serif CJK {}", "Source Han Serif {}", "Noto Sans CJK {}", "Source Han Sans {}",
    "Noto Serif {}", "Noto Sans {}",
)  # fmt: skip
_KNOWN = (
    "Songti SC", "PingFang SC", "SimSun", "Microsoft YaHei", "LXGW WenKai", "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei", "AR PL UMing CN", "Droid Sans Fallback", "Unifont",
)  # fmt: skip
_NORMAL_WEIGHT = 400


def find_fonts(
    text: str, language: str, folders: Sequence[Path]
) -> tuple[typst.Fonts, tuple[str, ...]]:
    """Return the fonts of this machine and the families to set ``text`` in, the best first.

    Signs that are no letters, such as emoji, may lack in all of them. Raises
    QuireError(FORMAT_FONT_MISSING) when letters do.
    """
    fonts = typst.Fonts(font_paths=[str(folder) for folder in folders if folder.is_dir()])
    families = [BASE]
    lacking = _letters(text)
    if lacking:
        for family, path, index in _files(fonts, language):
            found = lacking & characters_of(path, index)
            if found:
                families.append(family)
                lacking -= found
            if not lacking:
                break
    if lacking:
        scripts = ", ".join(sorted({_script(chr(code)) for code in lacking}))
        raise QuireError(
            Reason.FORMAT_FONT_MISSING,
            f"this server has no font with {len(lacking)} letters of the document ({scripts}); "
            "install one there, for Chinese for example Noto CJK, or name its folder in "
            "QUIRE_FONT_PATHS",
            metadata={"format": "pdf", "characters": str(len(lacking))},
        )
    return fonts, tuple(families)


def _letters(text: str) -> set[int]:
    """Return the letters in ``text`` that the base font has not."""
    return {
        ord(character)
        for character in set(text)
        if unicodedata.category(character).startswith("L")
        and _script(character) not in _OF_BASE
        and not character.isascii()
    }


def _script(character: str) -> str:
    return unicodedata.name(character, "OTHER").split(" ", 1)[0]


def _files(fonts: typst.Fonts, language: str) -> Iterator[tuple[str, Path, int]]:
    """Yield family, file and index of one font for each family, those preferred first."""
    files: dict[str, tuple[int, str, int]] = {}
    for info in fonts.fonts():
        if info.path is not None and info.style == "normal":
            off = abs(info.weight - _NORMAL_WEIGHT)
            known = files.get(info.family)
            if known is None or off < known[0]:
                files[info.family] = off, info.path, info.index
    for family in dict.fromkeys([*_preferred(language), *sorted(files)]):
        if family in files:
            _, path, index = files[family]
            yield family, Path(path), index


def _preferred(language: str) -> Iterable[str]:
    tag = language.lower()
    first = "TC" if tag.startswith(_TRADITIONAL) else _REGIONS.get(tag.split("-", 1)[0], "SC")
    for region in dict.fromkeys((first, "SC", "JP", "KR", "TC")):
        yield from (family.format(region) for family in _CJK)
    yield from _KNOWN
