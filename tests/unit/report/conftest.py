"""Lets tests of this folder import the shared examples by their full name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))
