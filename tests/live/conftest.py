"""One running product for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.product import Product, running


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("product")) as started:
        yield started
