"""Pure decisions. Imports only the standard library."""
