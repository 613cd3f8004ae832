"""No secret of an address is shown, wherever in it that stands."""

from __future__ import annotations

import pytest

from service.masking import masked
from service.settings import Settings, told
from service.store.store import Store

SHOWN = [
    ("postgresql://u:hush@h/db?a=b", "postgresql://u:***@h/db?a=b"),
    ("postgresql://h/db?user=u&password=hush&a=b", "postgresql://h/db?user=u&password=***&a=b"),
    ("postgresql://h/db?sslpassword=hush&sslkey=/k", "postgresql://h/db?sslpassword=***&sslkey=/k"),
    ("postgresql://h/db?pass%77ord=hush", "postgresql://h/db?pass%77ord=***"),
    ("postgresql://u:hu/sh@h/db", "postgresql://u:***@h/db"),
    ("redis://:hu@sh@h:6379/0", "redis://:***@h:6379/0"),
    ("redis://h:6379/0?password=hush", "redis://h:6379/0?password=***"),
    ("postgresql://editor@db:hush@h/onrecord", "postgresql://editor@db:***@h/onrecord"),
    ("redis://u?x:hush@h/0", "redis://u?x:***@h/0"),
    ("postgresql://h:5432/db", "postgresql://h:5432/db"),
]


@pytest.mark.parametrize(("address", "shown"), SHOWN)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_neither_the_settings_nor_the_store_show_a_secret_of_the_query() -> None:
    database = "postgresql://127.0.0.1:1/db?password=hush&sslpassword=hush"
    assert "hush" not in str(told(Settings(database=database, redis="redis://h?password=hush")))
    assert "hush" not in Store(database).name
