"""Findings: what an editor is advised, sentence by sentence, and whether the article may go out as it is."""
