"""Pictures as a reader meets them: labels that are cut or overwritten, marks that lie outside."""

import re
from html import unescape
from xml.etree import ElementTree

from detente.report.draw import text_width

SIZES = {
    "small": 11.0,
    "tick": 11.0,
    "count": 11.0,
    "axis": 11.0,
    "outcome-text": 11.0,
    "node-text": 13.0,
    "node-small": 10.5,
    "flow-text": 15.0,
}
SVG = "{http://www.w3.org/2000/svg}"

Label = tuple[float, float, float, str]
"""Left edge, right edge, base line and words."""


def pictures(page: str) -> list[str]:
    """Every picture of a page."""
    return re.findall(r"<svg .*?</svg>", page, re.DOTALL)


def labels(svg: str) -> list[Label]:
    """Each text in a picture."""
    found = []
    for match in re.finditer(
        r'<text x="([-\d.]+)" y="([-\d.]+)" class="([^"]*)" text-anchor="(\w+)">([^<]*)<', svg
    ):
        x, y, class_, anchor = float(match[1]), float(match[2]), match[3], match[4]
        wide = text_width(unescape(match[5]), SIZES.get(class_, 12.0)) * 0.94
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        found.append((left, left + wide, y, match[5]))
    return found


def faults(svg: str) -> list[str]:
    """What a reader would stumble over; nothing in a sound picture."""
    root = ElementTree.fromstring(svg)
    width, height = (float(v) for v in root.attrib["viewBox"].split()[2:])
    boxes = labels(svg)
    found = [
        f"{w!r} is cut"
        for left, right, y, w in boxes
        if left < -2 or right > width + 2 or not 8 <= y <= height
    ]
    for i, (l1, r1, y1, w1) in enumerate(boxes):
        for l2, r2, y2, w2 in boxes[i + 1 :]:
            if abs(y1 - y2) < 8 and r1 > l2 + 1 and r2 > l1 + 1:
                found.append(f"{w1!r} over {w2!r}")
    return found + [
        f"{tag} at {x:g}, {y:g}" for tag, x, y in _corners(root) if not _inside(x, y, width, height)
    ]


def _inside(x: float, y: float, width: float, height: float) -> bool:
    return -12 <= x <= width + 12 and -12 <= y <= height + 12


def _corners(root: ElementTree.Element) -> list[tuple[str, float, float]]:
    """Points of the marks: of lines, circles, boxes and polygons."""
    found = []
    for element in root.iter():
        at, tag = element.attrib, element.tag.removeprefix(SVG)
        if tag == "line":
            found += [(tag, float(at[f"x{i}"]), float(at[f"y{i}"])) for i in (1, 2)]
        elif tag == "circle":
            found.append((tag, float(at["cx"]), float(at["cy"])))
        elif tag == "rect":
            x, y = float(at["x"]), float(at["y"])
            found += [(tag, x, y), (tag, x + float(at["width"]), y + float(at["height"]))]
        elif tag == "polygon":
            pairs = (point.split(",") for point in at["points"].split())
            found += [(tag, float(x), float(y)) for x, y in pairs]
    return found
