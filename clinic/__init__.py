"""Mesochat's own package: logic, language, criteria decide; services act; db, web and worker carry."""
