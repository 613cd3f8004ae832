"""The page in a real browser; a package, so that browser and service end with its tests and not with the session."""
