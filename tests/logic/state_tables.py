"""Reads the tables of docs/states.md."""

from pathlib import Path

STATES = Path(__file__).parents[2] / "docs" / "states.md"


def documented_moves(heading: str) -> dict[tuple[str, str], str]:
    """(from, move) → to, of the table under this heading."""
    section = STATES.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split("|") for line in section.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row] for row in rows if row[0].strip() != "from"]
    return {(row[0], row[1]): row[2] for row in cells}
