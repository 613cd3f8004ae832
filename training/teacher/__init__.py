"""The teacher: an encoder fine-tuned on our labels, whose soft labels a student may learn from.

It needs torch and transformers, as the convolution's stage does; they are imported when it runs.
"""

from training.teacher.stage import Labelling, teach

__all__ = ["Labelling", "teach"]
