"""Bytes to plain text without moving a character: every repair keeps the length of the decoded text."""

import html
import re

from detente.record.wordlist import words
from detente.world.errors import InputRefused

LIMIT = 2_000_000
"""Bytes that a dispatch may have."""

_CONTROL = re.compile(
    r"\x1b\[[0-9;?]{0,16}[A-Za-z]|\x1b[\]P^_X][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\)|[\x00-\x09\x0b-\x1f\x7f-\x9f]"
)
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Marks that join, hide or turn what stands beside them (about Unicode's Default_Ignorable_Code_Point)."""
_PARAGRAPH = re.compile(r"^[ \t]*+\S[^\n]*+(?:\n[ \t]*+\S[^\n]*+)+", re.MULTILINE)
_MARGIN = 40
"""Characters: if all but the last line of a paragraph are longer, they were broken by a margin."""
_ITEM = r"\s*(?:[-*•–—]|\d{1,2}[:.]\d\d\b|\d{4}\b|\d{1,2}[.)])\s"
"""How an item of a list or of a ticker begins."""
_TWIN_OF = str.maketrans("АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs")
_TWINS = re.compile("[А-Яа-яІіЈјЅѕ]")
"""Cyrillic letters that look like Latin ones; in a word with Latin letters they stand for these."""
_LINE = re.compile(r"\r(?!\n)|[\x0b\x0c\x85\u2028\u2029]")
_PLAIN = {
    **dict.fromkeys(
        map(ord, "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
    ),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2212\ufe63"), "-"),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}
"""Blanks, hyphens and full-width letters as a typewriter has them."""
_OPEN = re.compile(
    r"<(script|style|nav|template|noscript|head|footer)\b[^<>]{0,500}>|<!--|<([a-z][a-z0-9]{0,20})\b[^<>]{0,500}?"
    r"(?:\shidden\b|aria-hidden=.?true|display\s*:\s*none|visibility\s*:\s*hidden)[^<>]{0,500}>",
    re.IGNORECASE,
)
"""What a browser does not show of a page, or shows on every page."""
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,500}>|<![^<>]{0,500}>")
_BLOCK = words("p div h1 h2 h3 h4 h5 h6 li ul ol br td tr table article section header time blockquote")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")
_LOOKS_HTML = re.compile(r"<(?:!doctype html|html|body|p|div|article|head)\b", re.IGNORECASE)
_MOJIBAKE = re.compile(r"[ÃÂâÅÄ][\u0080-\u00ff\u0152-\u0178\u02c6\u02dc\u2013-\u2122\ufffd]{1,2}")
_RUN = re.compile(r"\S+|\s+")
_WORD = re.compile(r"[^ \t\r\n]+")
_MARK = re.compile(r"[ÃÂâÅÄ][^ \t\r\n]")
_LOST = {"â€\ufffd": "”", "â€": "”"}


def decode(raw: bytes) -> str:
    """Bytes to text: UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252.

    Raises:
        InputRefused: `too-long`, `empty` or `binary`.
    """
    if len(raw) > LIMIT:
        raise InputRefused(
            "too-long", f"{len(raw):,} bytes: the limit is {LIMIT:,}; cut the text to one dispatch"
        )
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputRefused("empty", "the input holds no text: give a dispatch of at least one sentence")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if _binary(raw):
        raise InputRefused(
            "binary", "this is not text (zero or control bytes): give UTF-8 plain text or HTML"
        )
    return _decode_8bit(raw)


def _decode_8bit(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _binary(raw: bytes) -> bool:
    head = raw[:4096]
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return odd > max(8, len(head) // 10) or raw[:4] in (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\x7fELF")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Text of the same length without controls, markup and mojibake, and notes on what was done."""
    notes = []
    repaired = repair_mojibake(text)
    if repaired != text:
        notes.append("wrongly decoded characters (UTF-8 read as Windows-1252) were repaired")
    plain = _as_seen(_CONTROL.sub(_blank, _LINE.sub("\n", repaired)).translate(_PLAIN))
    if _UNSEEN.search(repaired) or _CONTROL.search(repaired.replace("\r", "").replace("\t", "")):
        notes.append("control characters were removed")
    if _LOOKS_HTML.search(plain):
        plain = strip_html(plain)
        notes.append("HTML: tags, scripts, styles and navigation were dropped")
    return plain, tuple(notes)


def _as_seen(text: str) -> str:
    """Words as a person sees them: without unseen marks, in one alphabet, each padded to its old length."""
    if not (_UNSEEN.search(text) or _TWINS.search(text)):
        return text
    return _WORD.sub(lambda match: _word_as_seen(match[0]), text)


def _word_as_seen(word: str) -> str:
    plain = _UNSEEN.sub("", word)
    mixed = _TWINS.search(plain) and re.search("[A-Za-z]", plain)
    return (plain.translate(_TWIN_OF) if mixed else plain).ljust(len(word))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def unwrapped(text: str) -> str:
    """Text of the same length with paragraphs on one line where a margin broke them, not an author."""
    return _PARAGRAPH.sub(lambda match: _joined(match[0]), text)


def _joined(paragraph: str) -> str:
    lines = paragraph.split("\n")
    wrapped = all(len(line.rstrip()) > _MARGIN for line in lines[:-1])
    own = rf"\n(?!{_ITEM})" if re.match(_ITEM, paragraph) else r"\n"
    return re.sub(own, " ", paragraph) if wrapped else paragraph


def squeezed(text: str) -> tuple[str, list[int]]:
    """The text with one blank for several, one or two line ends for more, and no blank at its ends; and where
    its characters stood: character `i` of it is character `where[i]` of `text`.
    """
    parts, where = list[str](), list[int]()
    for match in _RUN.finditer(text.rstrip(), len(text) - len(text.lstrip())):
        part = "\n" * min(match[0].count("\n"), 2) or " " if match[0].isspace() else match[0]
        parts.append(part)
        where += range(match.start(), match.start() + len(part))
    return "".join(parts), where


def strip_html(text: str) -> str:
    """Blank out markup; block tags leave a paragraph break; entities become their character and blanks."""
    return _ENTITY.sub(_entity, _TAG.sub(_tag, _hide(text)))


def _hide(text: str) -> str:
    """Blank out scripts, styles, navigation and comments; each closing tag is looked for once."""
    low, parts, done, absent = text.lower(), [], 0, set[str]()
    for match in _OPEN.finditer(text):
        tag = match[1] or match[2]
        close = f"</{tag.lower()}" if tag else "-->"
        end = low.find(close, match.end()) if match.start() >= done and close not in absent else -1
        if end < 0:
            absent |= {close} if match.start() >= done else set()
            continue
        end = end + 3 if close == "-->" else low.find(">", end) + 1 or len(text)
        parts += [text[done : match.start()], "\n\n".ljust(end - match.start())]
        done = end
    return "".join(parts) + text[done:]


def _break(match: re.Match[str]) -> str:
    return "\n\n" + " " * (len(match[0]) - 2)


def _tag(match: re.Match[str]) -> str:
    return _break(match) if (match[1] or "").lower() in _BLOCK else _blank(match)


def _entity(match: re.Match[str]) -> str:
    char = html.unescape(match[0]).replace("\u00a0", " ")
    return char.ljust(len(match[0])) if len(char) <= 2 and char.isprintable() else _blank(match)


def repair_mojibake(text: str) -> str:
    """Undo UTF-8 read as Windows-1252, word by word; each word is padded to its old length."""
    if not _MOJIBAKE.search(text):
        return text
    return _WORD.sub(lambda match: _repair_word(match[0]), text)


def _repair_word(word: str) -> str:
    fixed = word
    if not _MARK.search(word):
        return word
    for bad, good in _LOST.items():
        fixed = fixed.replace(bad, good) if bad == "â€\ufffd" or fixed.endswith(bad) else fixed
    fixed = _MOJIBAKE.sub(lambda match: _repair_pair(match[0]), fixed)
    return fixed.ljust(len(word))


def _repair_pair(pair: str) -> str:
    for length in range(len(pair), 1, -1):
        try:
            return bytes(_byte(char) for char in pair[:length]).decode("utf-8") + pair[length:]
        except (UnicodeDecodeError, ValueError, KeyError):
            continue
    return pair


def _byte(char: str) -> int:
    if ord(char) < 256:
        return ord(char)
    encoded = char.encode("cp1252", errors="strict")
    return encoded[0]
