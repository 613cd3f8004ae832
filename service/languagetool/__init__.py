"""LanguageTool: its HTTP API's check of a text, so that its clients can be pointed here."""
