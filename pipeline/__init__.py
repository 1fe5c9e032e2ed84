"""Rasa components: sentence encoder, label classifier, gateway channel, tracker store."""
