"""The clinic's own values (clinic.yml): frozen, checked strictly, one clear line for every problem.

Numbers a patient may have to call have no default and go stale after 180 days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, Strict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from clinic.criteria.fields import (
    CalendarAddress,
    ContainsFiveAri,
    Country,
    Day,
    Digits,
    FiveAri,
    NotEmpty,
    Number,
    PhoneNumber,
    Text,
    TimeZone,
    WeeklyHours,
)
from clinic.criteria.sender import MailAddress, MailBlock
from clinic.criteria.spoken import spoken_urgent_care, spoken_week
from clinic.criteria.strict_yaml import YamlUnreadable, read_yaml

CONTACT_MAX_AGE_DAYS: Final = 180
_STRICT: Final = ConfigDict(extra="forbid")


class ProfileError(ValueError):
    """The profile cannot be used; `problems` holds one line for each reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Clinic:
    __pydantic_config__ = _STRICT
    name: Text
    country: Country
    time_zone: TimeZone
    address: Text
    phone: PhoneNumber
    email: Annotated[str, Field(pattern=r"^\S+@\S+\.\S+$")]
    privacy_url: Annotated[str, Field(pattern="^https?://")]
    opening_hours: Annotated[WeeklyHours, NotEmpty]


@dataclass(frozen=True)
class Staff:
    __pydantic_config__ = _STRICT
    handoff_reply_minutes: Number
    review_reply_hours: Number
    notices_to: MailAddress | None = None


@dataclass(frozen=True)
class EmergencyNumber:
    __pydantic_config__ = _STRICT
    number: Digits
    source_url: Text
    checked_on: Day
    checked_by: Text


@dataclass(frozen=True)
class UrgentAdvice:
    __pydantic_config__ = _STRICT
    number: PhoneNumber | None
    source_url: Text
    checked_on: Day
    checked_by: Text


@dataclass(frozen=True)
class ClinicUrgent:
    __pydantic_config__ = _STRICT
    number: PhoneNumber
    hours: Text
    after_hours_text: Text
    checked_on: Day
    checked_by: Text


@dataclass(frozen=True)
class Helpline:
    __pydantic_config__ = _STRICT
    name: Text
    number: PhoneNumber
    hours: Text
    languages: Text
    source_url: Text
    checked_on: Day
    checked_by: Text


@dataclass(frozen=True)
class SafetyContacts:
    """The numbers of one clinic site; the first line of each kind is the one named in the chat."""

    __pydantic_config__ = _STRICT
    country: Country
    emergency: EmergencyNumber
    urgent_advice: UrgentAdvice
    clinic_urgent: ClinicUrgent
    crisis_lines: Annotated[tuple[Helpline, ...], NotEmpty]
    violence_lines: Annotated[tuple[Helpline, ...], NotEmpty]
    child_line: Helpline

    def checked_days(self) -> tuple[tuple[str, date], ...]:
        """Name and day of the last check of every number."""
        single = ("emergency", "urgent_advice", "clinic_urgent", "child_line")
        lines = [(name, getattr(self, name).checked_on) for name in single]
        for kind in ("crisis_lines", "violence_lines"):
            lines += [(f"{kind}[{line.name}]", line.checked_on) for line in getattr(self, kind)]
        return tuple(lines)


@dataclass(frozen=True)
class Formulary:
    __pydantic_config__ = _STRICT
    contains_5ari: ContainsFiveAri

    @property
    def may_contain_5ari(self) -> bool:
        """Not knowing counts as yes."""
        return self.contains_5ari is not FiveAri.NO


@dataclass(frozen=True)
class Aftercare:
    __pydantic_config__ = _STRICT
    version: Text
    approved_by: Text
    checked_on: Day
    lines: Annotated[tuple[Text, ...], NotEmpty]


@dataclass(frozen=True)
class Treatment:
    __pydantic_config__ = _STRICT
    session_minutes: Text
    price_consultation: Text
    price_session: Text
    aftercare: Aftercare


@dataclass(frozen=True)
class Clinician:
    __pydantic_config__ = _STRICT
    id: Annotated[str, Field(pattern="^[a-z0-9-]+$")]
    name: Text
    rooms: Annotated[tuple[Text, ...], NotEmpty]
    weekly_hours: Annotated[WeeklyHours, NotEmpty]
    breaks: WeeklyHours
    calendar_url: CalendarAddress | None = field(default=None, repr=False)  # of their own calendar: a secret


@dataclass(frozen=True)
class Booking:
    """What the openings are computed from."""

    __pydantic_config__ = _STRICT
    lengths: Mapping[Literal["consultation", "treatment"], Number]
    buffer_minutes: Annotated[int, Strict(), Field(ge=0)]
    minimum_notice_hours: Annotated[int, Strict(), Field(ge=0)]
    horizon_days: Number
    hold_minutes: Number
    late_change_hours: Annotated[int, Strict(), Field(ge=0)]
    holidays: Annotated[frozenset[Day], BeforeValidator(lambda days: frozenset(days or ()))]
    rooms: Annotated[tuple[Text, ...], NotEmpty]
    clinicians: Annotated[tuple[Clinician, ...], NotEmpty]


@dataclass(frozen=True)
class Calendars:
    __pydantic_config__ = _STRICT
    feed_version: Number = 1  # a new number makes every link to a calendar feed void


@dataclass(frozen=True)
class Profile:
    __pydantic_config__ = _STRICT
    clinic: Clinic
    staff: Staff
    safety_contacts: SafetyContacts
    formulary: Formulary
    treatment: Treatment
    booking: Booking
    mail: MailBlock = field(default_factory=MailBlock)
    calendars: Calendars = Calendars()

    @property
    def staff_mailbox(self) -> str:
        """Where the clinic hears that somebody waits."""
        return self.staff.notices_to or self.clinic.email

    def stale_contacts(self, on: date) -> tuple[str, ...]:
        """One line for each number that nobody has checked lately, or that claims a check to come."""
        lines = []
        for name, checked_on in self.safety_contacts.checked_days():
            age = (on - checked_on).days
            if age > CONTACT_MAX_AGE_DAYS:
                lines.append(f"safety_contacts.{name}: last checked {age} days ago; the limit is 180")
            elif age < -1:  # a day's grace: the clinic may lie east of the server's date
                lines.append(f"safety_contacts.{name}: checked_on {checked_on} lies in the future")
        return tuple(lines)

    def placeholders(self) -> Mapping[str, str]:
        """What the ``[[…]]`` of every patient text may name without being given a value."""
        contacts, treatment = self.safety_contacts, self.treatment
        return {
            "clinic_name": self.clinic.name,
            "clinic_phone": self.clinic.phone,
            "clinic_address": self.clinic.address,
            "clinic_hours": spoken_week(self.clinic.opening_hours),
            "clinic_urgent_phone": contacts.clinic_urgent.number,
            "clinic_urgent_hours": contacts.clinic_urgent.hours,
            "urgent_care": spoken_urgent_care(contacts.urgent_advice.number),
            "emergency_number": contacts.emergency.number,
            "crisis_name": contacts.crisis_lines[0].name,
            "crisis_number": contacts.crisis_lines[0].number,
            "violence_name": contacts.violence_lines[0].name,
            "violence_number": contacts.violence_lines[0].number,
            "child_name": contacts.child_line.name,
            "child_number": contacts.child_line.number,
            "price_consultation": treatment.price_consultation,
            "price_session": treatment.price_session,
            "session_minutes": treatment.session_minutes,
            "consultation_minutes": str(self.booking.lengths["consultation"]),
            "hold_minutes": str(self.booking.hold_minutes),
            "late_change_hours": str(self.booking.late_change_hours),
            "horizon_weeks": str(self.booking.horizon_days // 7),
            "reply_time": f"{self.staff.review_reply_hours} hours",
            "privacy_url": self.clinic.privacy_url,
            "aftercare": " ".join(treatment.aftercare.lines),
        }


def load_profile(path: Path, on: date | None = None) -> Profile:
    """Read and check the profile; `on` is the day the age of its numbers is judged by, today if not given.

    Raises ProfileError with one line for each problem.
    """
    profile = _parse(path)
    problems = [*_contradictions(profile), *profile.stale_contacts(on or datetime.now(UTC).date())]
    if problems:
        raise ProfileError(tuple(f"{path.name}: {problem}" for problem in problems))
    return profile


def _parse(path: Path) -> Profile:
    try:
        return TypeAdapter(Profile).validate_python(read_yaml(path))
    except YamlUnreadable as error:
        raise ProfileError((str(error),)) from None
    except ValidationError as invalid:
        raise ProfileError(tuple(f"{path.name}: {_line(error)}" for error in invalid.errors())) from None


def _line(error: ErrorDetails) -> str:
    where = ".".join(str(step) for step in error["loc"] if step != "[key]") or "the file"
    known = {
        "missing": "is missing",
        "unexpected_keyword_argument": "is not a known setting",
        "dataclass_type": "must be a group of settings",
    }
    return f"{where}: {known.get(error['type'], error['msg'])}"


def _contradictions(profile: Profile) -> list[str]:
    """What each field alone cannot know."""
    booking, problems = profile.booking, []
    if profile.clinic.country != profile.safety_contacts.country:
        problems.append("safety_contacts.country: differs from clinic.country; check every number")
    for kind in sorted({"consultation", "treatment"} - set(booking.lengths)):
        problems.append(f"booking.lengths.{kind}: is missing")
    ids = [clinician.id for clinician in booking.clinicians]
    problems += [
        f"booking.clinicians: two have the id {one}" for one in sorted({i for i in ids if ids.count(i) > 1})
    ]
    for clinician in booking.clinicians:
        unknown = [room for room in clinician.rooms if room not in booking.rooms]
        problems += [
            f"booking.clinicians.{clinician.id}.rooms: {room} is not in booking.rooms" for room in unknown
        ]
    return problems
