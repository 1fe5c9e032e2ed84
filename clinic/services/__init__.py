"""Use cases, one module a topic, one transaction each, and the ports they need."""
