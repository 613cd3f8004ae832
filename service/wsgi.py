"""The WSGI application, for any server: importing it makes the store ready and loads the model.

Raises ArtifactError, SettingsError or SchemaError.  A database that is gone is only logged: scoring needs none.
"""

from __future__ import annotations

from service.app import create_app
from service.model import load_scorer
from service.settings import Settings
from service.store.errors import StoreUnavailable

settings = Settings.from_environment()
app = create_app(settings, load_scorer(settings))
try:
    app.extensions["store"].prepare()
except StoreUnavailable as error:
    app.logger.warning("%s Feedback is refused until it can.", error)
