"""Who may do what in the console: denied unless it stands here."""

from enum import StrEnum


class Role(StrEnum):
    RECEPTION = "reception"
    CLINICIAN = "clinician"
    ADMIN = "admin"


class Permission(StrEnum):
    VIEW_QUEUE = "view_queue"
    VIEW_TRANSCRIPTS = "view_transcripts"
    REPLY_TO_PATIENTS = "reply_to_patients"
    MARK_LABELS = "mark_labels"
    EXPORT_LINES = "export_lines"
    LIFT_ALERTS = "lift_alerts"
    VIEW_HEALTH_ANSWERS = "view_health_answers"
    DECIDE_CASES = "decide_cases"
    VIEW_BOOKINGS = "view_bookings"
    MANAGE_BOOKINGS = "manage_bookings"
    COUNT_SESSIONS = "count_sessions"
    VIEW_INCIDENTS = "view_incidents"
    CLOSE_INCIDENTS = "close_incidents"
    VIEW_CONTENT = "view_content"
    MANAGE_CALENDARS = "manage_calendars"
    MANAGE_STAFF = "manage_staff"
    VIEW_AUDIT = "view_audit"


_FRONT = {
    Permission.VIEW_QUEUE,
    Permission.VIEW_TRANSCRIPTS,
    Permission.REPLY_TO_PATIENTS,
    Permission.MARK_LABELS,
    Permission.VIEW_BOOKINGS,
    Permission.MANAGE_BOOKINGS,
    Permission.VIEW_INCIDENTS,
}
_CLINICAL = {
    Permission.VIEW_HEALTH_ANSWERS,
    Permission.DECIDE_CASES,
    Permission.LIFT_ALERTS,
    Permission.COUNT_SESSIONS,
    Permission.CLOSE_INCIDENTS,
    Permission.VIEW_CONTENT,
    Permission.EXPORT_LINES,  # patients' words leave the console: who may read health decides
}
GRANTED: dict[Role, frozenset[Permission]] = {
    Role.RECEPTION: frozenset(_FRONT),
    Role.CLINICIAN: frozenset(_FRONT | _CLINICAL),
    # Running the accounts is no reason to read anybody's health.
    Role.ADMIN: frozenset(
        {
            Permission.MANAGE_CALENDARS,
            Permission.MANAGE_STAFF,
            Permission.VIEW_AUDIT,
            Permission.VIEW_BOOKINGS,
            Permission.VIEW_CONTENT,
        }
    ),
}


def may(role: str, permission: Permission) -> bool:
    """True only when the role is known and the permission is granted to it."""
    try:
        return permission in GRANTED[Role(role)]
    except ValueError:
        return False
