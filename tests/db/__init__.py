"""Repositories and constraints, on SQLite and PostgreSQL."""
