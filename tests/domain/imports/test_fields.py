"""The names of columns: each means one thing, and each stands in the guide."""

from collections import Counter

import pytest

from ioninv.config import ROOT
from ioninv.domain.imports.fields import FIELDS, Field, Kind, plain

EVERY = [(kind, field) for kind, fields in FIELDS.items() for field in fields]


@pytest.mark.parametrize("kind", list(Kind))
def test_no_name_means_two_columns(kind):
    names = Counter(
        name for field in FIELDS[kind] for name in {plain(n) for n in (field.header, *field.also)}
    )

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(("kind", "field"), EVERY)
def test_every_column_stands_in_the_guide(kind: Kind, field: Field):
    guide = (ROOT / "docs" / "import.md").read_text()

    assert field.header in guide or not field.read
