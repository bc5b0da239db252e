"""A page as a browser's parser would meet it: elements, their attributes, and whether every one is closed."""

import re
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})
ADDRESSES = frozenset(
    {"href", "src", "srcset", "xlink:href", "action", "formaction", "poster", "data", "background", "cite",
     "ping", "manifest"}
)  # fmt: skip


class Page(HTMLParser):
    """`elements` are (tag, attributes, text inside) in order; AssertionError where one is left open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words outside of the style sheet, white space made one blank."""
        return re.sub(r"\s+", " ", "".join(self.words))

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


def dangers(page: Page) -> list[str]:
    """What could run, load or lead somewhere."""
    found = []
    for tag, attributes in page.elements:
        if tag in (
            "script",
            "iframe",
            "object",
            "embed",
            "base",
            "link",
            "form",
            "img",
            "image",
            "use",
            "foreignobject",
        ):
            found.append(f"<{tag}>")
        for key, value in attributes.items():
            if key.startswith("on") or key == "style":
                found.append(f"{tag} {key}={value}")
            if key in ADDRESSES and not value.startswith("#"):
                found.append(f"{tag} {key}={value}")
            if "url(" in value and not value.startswith("url(#"):
                found.append(f"{tag} {key}={value}")
    return found
