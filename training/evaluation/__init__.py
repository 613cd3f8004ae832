"""Evaluation: how well a model agrees with the labels of dev, told so that no figure can flatter it."""
