"""Letters: the e-mails that leave the chat. Neutral words, queued with what caused them, sent once.

In reading order: queue (what the use cases call), news (what a changed booking sends), sender (what the
worker does with a queued letter), writing (from a kind and a booking to the mail), post (all of it).
"""

from clinic.logic.letters import LetterKind
from clinic.services.letters.news import BookingNews
from clinic.services.letters.post import Post
from clinic.services.letters.queue import Letters

__all__ = ["BookingNews", "LetterKind", "Letters", "Post"]
