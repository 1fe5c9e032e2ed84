"""Letters as files, for development: one `.eml` file each, named by its key, so that none is there twice."""

import os
from dataclasses import dataclass
from pathlib import Path

from clinic.criteria.sender import Sender
from clinic.mail.message import message_of
from clinic.services.ports.letters import Mail, MailDelayed


@dataclass(frozen=True)
class FolderMailer:
    folder: Path
    sender: Sender

    def send(self, mail: Mail) -> None:
        """Write the file in one step: a reader sees all of it or nothing, and a second time changes nothing.

        Raises MailRefused, MailDelayed.
        """
        content = message_of(mail, self.sender).as_bytes()
        target = self.folder / f"{mail.key.replace(':', '-')}.eml"
        draft = target.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(content)
            draft.replace(target)
        except OSError as problem:
            raise MailDelayed(type(problem).__name__) from None
