"""Asking: who answers the command line, the model in this process or a server, and many articles in a row."""
