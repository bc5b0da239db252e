"""Sphinx builds the documentation from Markdown; nothing is fetched from the network."""

from detente import __version__

project = "detente"
author = "the detente developers"
release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"detente {release}"
exclude_patterns = ["_build"]
