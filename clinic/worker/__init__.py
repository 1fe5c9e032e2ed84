"""Jobs that run by themselves: outbox, reminders, escalation, retention."""
