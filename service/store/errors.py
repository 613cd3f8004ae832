"""What can be wrong with the store; light to import, for the command line."""


class StoreUnavailable(Exception):  # noqa: N818 - says what is the matter
    """The database cannot be used now; the message is one sentence, without its password."""


class SchemaError(Exception):
    """The database's schema is not this release's; the message is one sentence that says what to do."""
