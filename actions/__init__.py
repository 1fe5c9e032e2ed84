"""rasa_sdk actions: one service call, then response names and events; no words, no SQL."""
