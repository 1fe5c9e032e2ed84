"""Journeys in a real browser against the assembled system: the widget, the pages, the console."""
