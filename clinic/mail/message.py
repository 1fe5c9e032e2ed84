"""From a letter to the e-mail that travels: headers, words, and the calendar entry beside them."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

from clinic.criteria.sender import Sender
from clinic.services.ports.letters import Mail, MailRefused


def message_of(mail: Mail, sender: Sender) -> EmailMessage:
    """The e-mail. The same mail gives the same bytes. Raises MailRefused for what is no address."""
    to = travelling_address(mail.to)
    message = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["Reply-To"] = Address(addr_spec=sender.reply_to)
    message["To"] = Address(username=to.rpartition("@")[0], domain=to.rpartition("@")[2])
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # asks out-of-office programs to stay quiet (RFC 3834)
    message.set_content(mail.text, cte="quoted-printable")
    if mail.calendar is not None:
        message.add_alternative(
            mail.calendar.content.decode(),
            subtype="calendar",
            cte="base64",
            params={"method": mail.calendar.method},
        )
        message.set_boundary(mail.message_id.strip("<>").partition("@")[0])  # not a random one
    return message


def travelling_address(address: str) -> str:
    """The address as every server knows it: a domain in another script in its ASCII form."""
    try:
        known = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        raise MailRefused("address") from None
    return known.ascii_email or f"{known.local_part}@{known.ascii_domain}"
