"""Bulk scoring: a whole archive of articles in, rows out, on one machine or on a cluster."""
