"""The page: one HTML file and its scripts and styles, served as they lie here."""
