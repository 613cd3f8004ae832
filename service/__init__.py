"""The shell around the core: HTTP API and command line."""

import os

# Before anything under here imports numpy: on a busy machine more threads than cores made the p98 of
# gradient-boosted trees a thousand times slower, and a worker forked from a parent with OpenMP threads hangs.
# The service's parallelism is its worker processes.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
