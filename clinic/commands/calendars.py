"""`clinic calendars`: the secret links to the calendar feeds, for whoever runs the machine."""

import typer

from clinic.commands.faults import CommandRefused
from clinic.commands.with_settings import loaded_settings


def register(app: typer.Typer) -> None:
    app.command()(calendars)


def calendars() -> None:
    """Show the link to each calendar feed. Whoever has a link can read that calendar."""
    from clinic.criteria.profile import ProfileError, load_profile
    from clinic.services.calendars import FeedLinks

    settings = loaded_settings()
    try:
        profile = load_profile(settings.profile)
    except ProfileError as refused:
        raise CommandRefused(str(refused)) from None
    secret = settings.session_secret.get_secret_value().encode()
    for link in FeedLinks.of(profile, settings.public_url, secret).all():
        print(f"{link.title}: {link.url}")
