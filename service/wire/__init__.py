"""The wire form: what a request may hold, how it becomes an article, and how an assessment is told."""
