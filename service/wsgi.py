"""The WSGI application, for any server: importing it loads the model; ArtifactError or SettingsError."""

from __future__ import annotations

from service.app import create_app
from service.model import load_scorer
from service.operations import logs
from service.settings import Settings

settings = Settings.from_environment()
logs.configure(settings.log, settings.log_level)
app = create_app(settings, load_scorer(settings))
