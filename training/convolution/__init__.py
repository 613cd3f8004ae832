"""The convolution: learnt from the teacher's soft labels, so that what it reads is read at the speed of typing.

``weights`` are read by every fit; ``stage`` learns them, which needs torch and half an hour.
"""
