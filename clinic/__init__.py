"""Mesochat's own package: logic, language and criteria decide; services act; db, web, channels and worker carry."""
