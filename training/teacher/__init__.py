"""The teacher: a small encoder fine-tuned on our labels, whose soft labels a student may learn from.

It needs torch and transformers, which nothing else here does; they are imported when the stage runs.
"""

from training.teacher.stage import teach

__all__ = ["teach"]
