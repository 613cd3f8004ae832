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
    made = app.extensions["store"].prepare()
    if made is not None:
        # A mistyped path is an empty database without keys: nothing else would tell.
        app.logger.info("A new database was made.", extra=logs.fields(file=str(made)))
    if settings.needs_keys:
        # Workers forked later begin with these, should the database be gone by then.
        app.extensions["ring"].refresh()
except StoreUnavailable as error:
    refused = "Feedback, and every request that needs a key, is" if settings.needs_keys else "Feedback is"
    app.logger.warning("%s %s refused (503 store_unavailable) until it can.", error, refused)
finally:
    app.extensions["store"].close()
