"""The WSGI application, for any server: importing it loads policies and model and makes the store ready.

Raises SettingsError, PolicyError, ArtifactError or SchemaError.  A database that is gone is only logged: scoring needs
none.
"""

from __future__ import annotations

from service.app import create_app
from service.model import load_scorers
from service.operations import logs
from service.policies.shelf import policies_of_start
from service.settings import Settings
from service.store.errors import StoreUnavailable

settings = Settings.from_environment()
logs.configure(settings.log, settings.log_level)
policies = policies_of_start(settings)  # before the model, which takes seconds
app = create_app(settings, *load_scorers(settings), policies=policies)
try:
    app.extensions["store"].prepare()
    if settings.needs_keys:
        # Workers forked later begin with these, should the database be gone by then.
        app.extensions["ring"].refresh()
except StoreUnavailable as error:
    app.logger.warning("%s Feedback is refused until it can.", error)
finally:
    app.extensions["store"].close()
