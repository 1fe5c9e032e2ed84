"""Dialogues played against the assembled system: Rasa, actions and web really running."""
