"""Actions: one service call each, replies by name, events for the forms."""
