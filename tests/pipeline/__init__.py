"""The engine: encoder, training, and a real Rasa behind the gateway with stand-in services."""
