"""The words on the buttons of booking (booking_titles.yml)."""

from collections.abc import Mapping
from pathlib import Path

from clinic.criteria.strict_yaml import read_yaml

PATH = Path(__file__).with_name("booking_titles.yml")


def load_booking_titles(path: Path = PATH) -> Mapping[str, str]:
    """Name of the button → its words. Raises YamlUnreadable or KeyError."""
    titles: Mapping[str, str] = read_yaml(path)["titles"]
    return dict(titles)
