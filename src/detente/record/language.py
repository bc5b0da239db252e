"""Is it English? By script, and within the Latin script by small words and letters; the answer names it."""

import re
import unicodedata
from collections import Counter

from detente.record.wordlist import words

_SMALL = {
    "French": "le la les des une un est dans pour que qui sur avec par au aux du de et pas sont ont été a en "
    "ne se il elle selon mais ce cette leur son sa ses deux trois plus après contre entre nous vous",
    "Spanish": "el los las la una un que por con para del de se en su sus como más fue han sobre y ha al lo "
    "no según tras pero otros este esta entre desde hasta dos tres ya también contra sin es son",
    "German": "der die das und ist nicht mit von auf ein eine einen einer den dem des zu zum zur sich hat "
    "haben für im am nach wurde wurden bei aus als auch es sie er an in wird sind dass über durch vor "
    "einem wir ihr sein war",
    "Italian": "il lo gli le la di che per una un con del della dei delle sono nel nella alla al è e si ha "
    "i a hanno da dal su non due secondo stati anche come più ma in rimasti contro tra fra",
    "Portuguese": "o os a as uma um que para com do da dos das em no na nos nas não por mais foi ao aos são "
    "e se de segundo mas outros foram também sobre entre à às pelo pela há ele ela sem três",
    "Dutch": "de het een van en in is dat op te niet met zijn voor aan er heeft hebben door naar bij uit "
    "volgens wordt werd over ook als tot maar om hun deze dit die twee drie",
    "Turkish": "ve bir bu için ile da de olarak çok daha olan kadar sonra gibi ancak iki üç ateş göre "
    "tarafından ne mi o en her ama kişi askerin",
    "Polish": "i w we na z ze do nie się jest że o od po przez jak dla oraz za a to został zostało jeden "
    "dwóch trzech według są był była było ich jego ale tym który które",
    "Indonesian": "yang dan di ke dari untuk dengan pada ini itu tidak dalam akan telah oleh sebuah para "
    "menurut dua tiga ada orang juga atas kepada tewas mereka sudah bahwa hari kedua",
    "Swedish": "och att det som en ett på är av för med till den har inte om i men de efter två natten vid "
    "från var blev ingen sig kom enligt ha han hon",
    "Danish": "og at det som en et på er af for med til den har ikke om i men de efter to ved fra var blev "
    "ingen sig kom ifølge har han hun blevet være",
    "Norwegian": "og at det som en et på er av for med til den har ikke om i men de etter to ved fra var ble "
    "ingen seg kom ifølge har han hun blitt være",
    "Finnish": "ja on ei se että oli ovat mutta kun tai myös hän sekä kaksi kolme mukaan jälkeen joka ovat "
    "olivat kuin vain niin mitä tämä sen hänen",
    "Hungarian": "a az és hogy nem is egy de meg volt ez két három szerint csak már még kell mint ha vagy "
    "ezt azt senki sem el fel minden után ellen",
    "Czech": "a v ve na se že je z do o s k po podle byl byla bylo byli dva tři ale jako pro jsou aby nebo "
    "nikdo také od za při i to si u který které",
    "Romanian": "și în de la a au cu pe că nu o un din pentru este sunt mai fost prin dar după doi trei nici "
    "care se al ale asupra potrivit nimeni fi fiind iar",
    "Serbian or Croatian": "i u na je su se da za od sa s o nije ali prema bilo dvojica kako ili koji koja "
    "koje će bi što do iz sve po kao nakon dva tri protiv ovaj",
    "Vietnamese": "và của là có đã không một các trong cho với được người này đến ở tại bị ra những "
    "khi từ hai ba phải sẽ về do năm theo cùng",
    "Swahili": "na ya wa kwa ni za katika la cha vya hilo huo wawili watatu watano baada yake wake hiyo pia "
    "kuwa lakini watu moja wengine hao huyo mjini siku karibu",
    "Tagalog": "ang ng mga sa na ay at si ni kay ito hindi para may nang dalawang ayon kanilang siya sila "
    "ngunit mula isang",
}  # fmt: skip
_LETTERS = {
    "French": "àâçèéêëîïôùûüœ",
    "Spanish": "áéíñóúü",
    "German": "äöüß",
    "Italian": "àèéìòù",
    "Portuguese": "ãáâàçéêíõóôú",
    "Dutch": "ëïé",
    "Turkish": "çğıöşüâ",
    "Polish": "ąćęłńóśźż",
    "Swedish": "åäö",
    "Danish": "åæø",
    "Norwegian": "åæø",
    "Finnish": "äö",
    "Hungarian": "áéíóöőúüű",
    "Czech": "áčďéěíňóřšťúůýž",
    "Romanian": "ăâîșțşţ",
    "Serbian or Croatian": "čćđšž",
    "Vietnamese": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}
_ENGLISH = words(
    "the of and to in a is was that on for with as by at from his her its their had has have said were "
    "are be it he they not but which who after before into over an this these those she we i you them him "
    "us our your my or if so no nor do does did will would can could may might must should shall been being "
    "there here where when while what how why than then also about against between under during without "
    "within since until because though although however more most much many some any all both each other "
    "another such only own same too very just now still yet again out up down off through across along near "
    "one two three four five six seven eight nine ten first second third last next new old day days week "
    "month year years today monday tuesday wednesday thursday friday saturday sunday says say told called "
    "met meets meet made took take gave give came come went go held hold sent kept left war fire fired "
    "troops soldiers army forces border attack attacked killed wounded minister president government "
    "talks people"
)
_LOANS = words(
    "naïve façade résumé café état états chargé régime cliché communiqué protégé émigré émigrés fiancé "
    "détente rôle élite démarche señor über tête bête noire première matériel hôtel coopération à são"
)
"""Words that English writes with foreign letters."""
_WORDS = {language: words(small) for language, small in _SMALL.items()}
_SPOKEN = {
    word: tuple(language for language in _WORDS if word in _WORDS[language])
    for word in frozenset().union(*_WORDS.values()) - _ENGLISH
}
"""The languages that have a small word, of those that English has not."""
_MARKED = {language: frozenset(letters) for language, letters in _LETTERS.items()}
_NAME = re.compile(
    r"\b(?i:(?:d[aeou]|de[lr]|das|dos|des|la|las|los|le|van|von|den|dem|ter|al|el|bin|ibn|y|e)[ '’]){1,3}"
    r"(?=[A-ZÀ-Þ])"
)
"""The small words of a name: Javier Perez de Cuellar, RIO DE JANEIRO, van der Merwe."""
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{1,1000}[\"”“»]")
_ABBREVIATION = re.compile(r"(?:\b\w\.)+|['’]s\b")
_SCRIPTS = {
    "HANGUL": "Korean",
    "CYRILLIC": "Russian",
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "DEVANAGARI": "Hindi",
    "THAI": "Thai",
    "BENGALI": "Bengali",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "ETHIOPIC": "Amharic",
}
_OWN_LETTERS = {
    "CYRILLIC": {"Kazakh": "әғқңөұүһ", "Serbian": "јљњћђџ", "Belarusian": "ў", "Ukrainian": "іїєґ"},
    "ARABIC": {"Urdu": "ٹڈڑںےہھ", "Persian": "پچژگیک"},
}
"""Letters that the languages before it and the script's main one lack; more than 1 in 100 letters name it."""
_SAMPLE = 20_000


def foreign_language(text: str) -> str | None:
    """The name of the language or script if the text is not English, else None.

    What stands between quotation marks does not decide where the rest has an English word: a text may quote
    another language at any length.
    """
    whole = unicodedata.normalize("NFC", text[:_SAMPLE])
    told = _QUOTED.sub(" ", whole)
    text = told if _count(_found(told), _ENGLISH) else whole
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> str | None:
    letters = [char for char in text if char.isalpha()]
    scripts = Counter(_script(char) for char in letters)
    del scripts["LATIN"]
    if not letters or scripts.total() < 0.3 * len(letters):
        return None
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.05 * len(letters):
        return "Japanese"
    script = scripts.most_common(1)[0][0]
    return _by_own_letters(script, letters) or _SCRIPTS.get(script, f"a language in {script.title()} script")


def _script(char: str) -> str:
    return "LATIN" if ord(char) < 0x250 else unicodedata.name(char, "?").split()[0]


def _by_own_letters(script: str, letters: list[str]) -> str | None:
    seen = Counter(char.lower() for char in letters)
    own = _OWN_LETTERS.get(script, {})
    return next((name for name in own if sum(seen[c] for c in own[name]) > 0.01 * len(letters)), None)


def _by_words(text: str) -> str | None:
    """By the small words that only one of a language and English has; names count for neither."""
    found = _found(text)
    total = found.total()
    scores = _scores(found)
    best = max(_SMALL, key=lambda language: scores[language])
    if _outweighs(scores[best], _count(found, _ENGLISH - _WORDS[best]), total):
        return best
    marked = _marked(found, _beyond("".join(found)))
    some = marked > 2 and _outweighs(marked, _count(found, _ENGLISH), total)
    return "a language other than English" if some else None


def _found(text: str) -> Counter[str]:
    plain = _NAME.sub(" ", _ABBREVIATION.sub(" ", text))
    return Counter(re.findall(r"[^\W\d_]+", plain.lower() if plain.isupper() else plain))


def _outweighs(foreign: int, english: int, total: int) -> bool:
    return foreign >= 2 and foreign > 2 * english and foreign > 0.12 * total


def _scores(found: Counter[str]) -> Counter[str]:
    foreign = Counter({word: n for word, n in found.items() if not word.isascii()})
    scores = Counter({language: _marked(foreign, letters) for language, letters in _MARKED.items()})
    for word, n in found.items():
        for language in _SPOKEN.get(word.lower(), ()):
            scores[language] += n
    return scores


def _count(found: Counter[str], small: frozenset[str]) -> int:
    return sum(n for word, n in found.items() if word.lower() in small)


def _marked(found: Counter[str], letters: frozenset[str]) -> int:
    """Words in small letters, so no names, whose letters beyond a to z are all of a language."""
    marked = (word for word in found if word.islower() and not word.isascii() and word not in _LOANS)
    return sum(found[word] for word in marked if letters >= _beyond(word))


def _beyond(word: str) -> frozenset[str]:
    return frozenset(char for char in word if not char.isascii())
