"""Character classes by writing system, as parts of regular expressions."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han ideographs with the iteration mark and the ideographic zero."""

KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
"""Hiragana and Katakana, half width too, without the middle dot."""

HANGUL = "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f"

THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"

UNSPACED = HAN + KANA + THAI
"""What is written without spaces between words."""
