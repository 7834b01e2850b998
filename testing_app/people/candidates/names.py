"""Names in any script: ordered by the Finnish alphabet, folded for finding, likened for duplicates."""

import re
import unicodedata

SORT_LENGTH = 600
ORDER = "0123456789abcdefghijklmnopqrstuvwxyzåäö"
SORTED_AS = {
    "æ": "ä", "ø": "ö", "œ": "oe", "ß": "ss", "þ": "th", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t",
    "ħ": "h", "ı": "i", "ĸ": "k", "ʒ": "z", "ə": "e", "ü": "y", "ű": "y",
}  # fmt: skip
"""Letters of other Latin alphabets and where the Finnish order (CLDR `fi`) puts them."""

FOLDED_AS = str.maketrans({
    "æ": "ae", "ø": "o", "œ": "oe", "þ": "th", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t", "ħ": "h",
    "ı": "i", "ĸ": "k", "ʒ": "z", "ə": "a",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "", "\u200c": "", "\u200d": "",
})  # fmt: skip
"""What search does not tell apart and Unicode does not decompose."""

APOSTROPHES = re.compile("['’‘ʼʻʾʿ`´]")
MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
FIRST_PLACE = 10


def sort_name(family_name: str, given_names: str) -> str:
    """A key whose plain order is the Finnish one: å ä ö last, ü as y, š as s, other scripts after Latin.

    Two characters of 0-9a-z a letter (six for a letter of another script), so that every database, whatever
    its own collation, sorts it alike. Letters that only an accent tells apart are ordered by the accent last.
    """
    words = [_words(family_name), _words(given_names)]
    first = "".join("".join(map(_place, name)) + "00" for name in words)
    accents = "".join(_accents(character) for name in words for character in name)
    return f"{first}00{accents}"[:SORT_LENGTH]


def search_name(family_name: str, given_names: str) -> str:
    """The words of a name as search compares them, each after a blank: ` aijala pekka`."""
    return "".join(f" {word}" for word in search_words(f"{family_name} {given_names}"))[:SORT_LENGTH]


def search_words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and look-alike letters."""
    small = _bare(small_letters(unicodedata.normalize("NFKC", text)))
    plain = _bare(small.translate(FOLDED_AS)).casefold()
    return _only_words(APOSTROPHES.sub("", plain)).split()


def _bare(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", text))


def small_letters(text: str) -> str:
    """Case folded the same way everywhere: İ, I, ı and i become one letter."""
    composed = unicodedata.normalize("NFC", text)
    return composed.replace("İ", "i").replace("ı", "i").casefold()


def _only_words(text: str) -> str:
    # Not `\w`, which leaves out the combining vowels of Thai, Devanagari and their kin.
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text)


def _words(name: str) -> str:
    text = APOSTROPHES.sub("", unicodedata.normalize("NFC", small_letters(name)))
    return " ".join(_only_words(text).split())


def _place(character: str) -> str:
    if character == " ":
        return "00"
    if character in ORDER:
        return _two(FIRST_PLACE + ORDER.index(character))
    if character in SORTED_AS:
        return "".join(map(_place, SORTED_AS[character]))
    base = _without_marks(character)
    if base != character and base:
        return "".join(map(_place, base))
    return "" if unicodedata.combining(character) else f"z{ord(character):05x}"


def _accents(character: str) -> str:
    return "" if character == " " or character in ORDER else f"{ord(character):x}"


def _without_marks(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))


def _two(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number // 36] + digits[number % 36]
