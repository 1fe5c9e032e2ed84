"""What a patient's words hold besides a question: findings and signals, read once a turn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from clinic.language.engine import language_engine
from clinic.language.findings import Finding, finding_extractor
from clinic.language.other_language import in_other_language
from clinic.language.signals import Signals, signal_finder
from clinic.services.ports.conversations import Message

OWN: Final = (
    "present",
    "uncertain",
    "historical",
)  # what may concern the patient; doubt counts (design.md 6)
TYPED_FOR_MACHINES: Final = ("/", "{", "[", "<")


@dataclass(frozen=True)
class Heard:
    """One message. A pressed button holds nothing: its words are ours."""

    findings: tuple[Finding, ...] = ()
    signals: Signals = field(default_factory=Signals)
    is_in_other_language: bool = False

    @property
    def own(self) -> tuple[Finding, ...]:
        """What may concern the writer."""
        return self.meant_as(*OWN)

    def meant_as(self, *assertions: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.assertion in assertions)


def hear(message: Message) -> Heard:
    """Read a message of a patient. What is typed to look like a program's data tells of nobody's health."""
    if message.button_id is not None or not message.text.strip():
        return Heard()
    read = language_engine().read(message.text)
    signals = signal_finder().find_read(read)
    if signals.command is not None and message.text.lstrip().startswith(TYPED_FOR_MACHINES):
        return Heard(signals=signals)
    findings = finding_extractor().extract_read(read)
    if signals.minor is not None:  # of a child nothing but the age is kept (clinical.md 3.6)
        findings = tuple(finding for finding in findings if finding.concept == "minor_age")
    return Heard(findings, signals, in_other_language(message.text))


def concepts(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(finding.concept for finding in findings)
