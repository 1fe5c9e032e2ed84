"""Jobs that run by themselves: letters, calls to other systems, escalation, unanswered messages."""
