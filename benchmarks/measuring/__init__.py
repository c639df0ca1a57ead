"""What the benchmarks that meet servers over the wire have in common."""

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
