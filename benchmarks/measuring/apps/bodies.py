"""The two bodies that every app answers with, from files named in the environment."""

import os
from pathlib import Path

PAGE = Path(os.environ["PAGE"]).read_bytes()
FULL = Path(os.environ["FULL"]).read_bytes()
