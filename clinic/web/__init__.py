"""The FastAPI application: chat API, staff console, booking pages, health."""
