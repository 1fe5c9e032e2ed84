"""Where messages come from: verify the caller, parse, render."""
