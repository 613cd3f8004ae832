"""Encoders: the pretrained ones that packages ship, and how they are fine-tuned.

Only the stages teacher, convolution and hedges use them, and import torch and transformers when they run.
"""
