"""Comes before all else: two libraries put a filter of warnings before those of pytest.ini."""

import warnings

with warnings.catch_warnings():
    import botocore.httpsession  # noqa: F401
    import sanic  # noqa: F401
