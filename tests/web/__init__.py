"""The web application over real services and a told engine."""
