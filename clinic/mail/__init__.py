"""Hands letters over: to a mail server, or in development to a folder of files. Implements `Mailer`."""

from clinic.config import Settings
from clinic.criteria.sender import Sender
from clinic.mail.folder import FolderMailer
from clinic.mail.smtp import SmtpMailer
from clinic.services.ports.letters import Mailer

__all__ = ["FolderMailer", "SmtpMailer", "mailer_of"]


def mailer_of(settings: Settings, sender: Sender) -> Mailer:
    """The server that the settings name; without one, the folder."""
    if not settings.smtp_host:
        return FolderMailer(settings.mail_folder, sender)
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        sender=sender,
    )
