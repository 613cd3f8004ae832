"""The core: text in, frozen values out; no network, no web framework, no clock."""
