"""Understanding: plain messages, changes that must not matter, changes that must, and what is no message."""
