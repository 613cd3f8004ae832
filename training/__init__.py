"""The offline shell: corpora, fitting, evaluation, publishing."""

import os

# Before numpy is imported: fits run side by side, and two that each take every core wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
