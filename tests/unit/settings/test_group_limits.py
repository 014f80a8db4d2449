"""Limits of groups as settings say them."""

import pytest

from shared.group_limits import parse_group_limits


def test_limits() -> None:
    assert parse_group_limits("") == {}
    assert parse_group_limits("owner=4, label.team=2") == {"owner": 4, "label.team": 2}


@pytest.mark.parametrize("text", ["owner", "owner=0", "team=2", "owner=1,owner=2", "label.=3"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as owner=4"):
        parse_group_limits(text)
