"""Running it: containers, alerts, and a PostgreSQL for whoever has none."""
