"""The store: what the service keeps between requests, in SQLite or PostgreSQL."""
