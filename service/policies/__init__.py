"""Policies: the shipped one and a newsroom's own, read from YAML files and checked before anything is served."""
