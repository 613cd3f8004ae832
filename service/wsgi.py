"""The WSGI application, for any server: importing it loads the model; ArtifactError or SettingsError."""

from __future__ import annotations

from service.app import create_app
from service.model import load_scorers
from service.settings import Settings

settings = Settings.from_environment()
app = create_app(settings, *load_scorers(settings))
