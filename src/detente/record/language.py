"""Is it English? By script and by stop words; the answer names the language or script."""

import re
import unicodedata
from collections import Counter

from detente.record.wordlist import words

_STOP = {
    "French": "le la les des une est dans pour que qui sur avec par au du et pas sont ont été aux",
    "Spanish": "el los las una que por con para del se es en su como más fue han sobre y ha",
    "German": "der die das und ist nicht mit von auf ein eine den dem des zu sich hat für im am",
    "Italian": "il lo gli di che per una con del della sono nel alla è dei non si ha le",
    "Portuguese": "o os uma que para com do da em não por mais foi dos das ao na no são",
    "Dutch": "de het een van en is dat op te niet met zijn voor aan er heeft door naar bij",
    "Turkish": "ve bir bu için ile da de olarak çok daha olan kadar sonra gibi ancak",
    "Polish": "i w na z do nie się jest że o od po przez jak dla oraz",
    "Indonesian": "yang dan di dari untuk dengan pada ini itu tidak dalam akan telah oleh",
    "Swedish": "och att det som en på är av för med till den har inte om",
}
_ENGLISH = words(
    "the of and to in a is was that on for with as by at from his her its their had has have said were "
    "are be it he they not but which who after before into over an this"
)
_STOPS = {language: frozenset(words.split()) for language, words in _STOP.items()}
_SCRIPTS = {
    "HANGUL": "Korean",
    "CYRILLIC": "Russian or another language in Cyrillic script",
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "ARABIC": "Arabic or another language in Arabic script",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "DEVANAGARI": "Hindi",
    "THAI": "Thai",
    "BENGALI": "Bengali",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "ETHIOPIC": "Amharic",
}
_SAMPLE = 20_000


def foreign_language(text: str) -> str | None:
    """The name of the language or script if the text is not English, else None."""
    sample = text[:_SAMPLE]
    return _by_script(sample) or _by_words(sample)


def _by_script(text: str) -> str | None:
    letters = [char for char in text if char.isalpha()]
    other = Counter(unicodedata.name(char, "?").split()[0] for char in letters if ord(char) > 0x24F)
    if not letters or sum(other.values()) < 0.3 * len(letters):
        return None
    if other["HIRAGANA"] + other["KATAKANA"] > 0.05 * len(letters):
        return "Japanese"
    script = other.most_common(1)[0][0]
    return _SCRIPTS.get(script, f"a language in {script.title()} script")


def _by_words(text: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < 6:
        return None
    english = sum(word in _ENGLISH for word in words)
    scores = {name: sum(word in stops for word in words) for name, stops in _STOPS.items()}
    best = max(scores, key=lambda name: scores[name])
    foreign = scores[best] > max(2 * english, 0.1 * len(words))
    return best if foreign and scores[best] >= 2 else None
