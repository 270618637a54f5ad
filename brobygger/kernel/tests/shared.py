"""Where the standards and the data lie that tests are judged by: ``BROBYGGER_SHARED``, or beside the checkout."""

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3]
#: Absolute, because schemas point at each other by whole addresses. What is told relative is meant from the checkout.
SHARED = (_CHECKOUT / os.environ.get("BROBYGGER_SHARED", "../shared")).resolve()
