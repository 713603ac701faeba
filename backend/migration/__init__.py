"""Moving vectors: sources, preflight, engine, journal, report.

The engine is a process of its own (`python -m backend.migration`). Its journal, one SQLite file
per run below the state folder, is its only interface.
"""

import os

# numpy's BLAS takes 32 MB and a thread for each core, which wait for one another longer than the
# few vectors of a batch take to multiply. It looks once, when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
