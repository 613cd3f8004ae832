"""Articles as files: where they lie, what they hold, and the requests that they make."""
