"""Feedback: what editors say of a judgement, kept so that a model can learn from it."""
