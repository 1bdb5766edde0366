"""How Vietnamese is written: what can be a syllable, and the words that streets begin with.

A reader that drops a letter or a mark mostly makes a syllable that the language does not have.
Names of other peoples of the country ("Đắk", "Krông") are none of its syllables either, so this
casts doubt on a reading and proves nothing.
"""

import re
import unicodedata

from workers.checks.printed import folded

ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu
iêc iêm iên iêng iêp iêt iêu o oc oi om on ong oong op ot oa oac oach oai oam oan oang oanh
oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ
uôc uôi uôm uôn uông uôp uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y ya ych ynh yên yêm yêng yêt yêu yt
"""
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
"""Combining grave, acute, tilde, hook above and dot below."""
STOPPED = ("\u0301", "\u0323")
"""The two tones of a syllable that ends in a stop."""

STREET_WORDS = {
    folded(word): word
    for word in (
        "Tổ", "Ấp", "Xóm", "Thôn", "Bản", "Khóm", "Đội", "Số", "Ngõ", "Ngách", "Hẻm", "Đường",
        "Phố", "Khu", "Khối", "Lô", "Kiệt", "Tầng", "Phòng",
    )
}  # fmt: skip
"""What counts houses and the parts of wards and villages; by their bare letters."""

_SYLLABLES = {onset + rhyme for onset in ONSETS for rhyme in RHYMES.split()}


def is_syllable(word: str) -> bool:
    """Whether a word of letters can be a Vietnamese syllable, in any case."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in apart if mark in TONES]
    plain = unicodedata.normalize("NFC", "".join(c for c in apart if c not in TONES))
    if plain not in _SYLLABLES or len(tones) > 1:
        return False
    stopped = re.search(r"(c|ch|p|t)$", plain) is not None
    return not stopped or (len(tones) == 1 and tones[0] in STOPPED)


def strange_words(text: str) -> list[str]:
    """The words of letters that are no syllables."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))
    return [word for word in words if len(word) > 1 and not is_syllable(word)]


def with_usual_words(text: str) -> str:
    """The address with words put right that stand in many of them: `Tố 19` can only be `Tổ 19`,
    and `la Grai` only `Ia Grai`, of which the highlands have dozens.
    """

    def put_right(match: re.Match[str]) -> str:
        word = STREET_WORDS.get(folded(match[0]), match[0])
        return word.upper() if match[0].isupper() and len(word) > 1 else word

    text = re.sub(r"(?<!\w)l(?=a [A-ZĐ])", "I", text)
    return re.sub(r"(?<!\w)[^\W\d_]+(?= \d)", put_right, text)
