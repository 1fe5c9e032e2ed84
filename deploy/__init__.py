"""What brings Mesochat onto a machine: set-up (`make setup`), before any environment of its own exists."""
