"""What a page asks its readers to believe, and whether it holds."""

import os

from weave.cache import ONE_THREAD

os.environ |= ONE_THREAD  # numpy reads it when it loads, which is after this
