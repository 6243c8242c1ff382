"""Migrations: the schema of every release, from the first on."""
