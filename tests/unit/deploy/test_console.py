import io

import pytest

from deploy.local.console import PrefixPrinter


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plain_and_aligned_when_piped() -> None:
    out = io.StringIO()
    printer = PrefixPrinter(["a", "long-name"], out)
    printer("a", "one")
    printer("long-name", "two")
    assert out.getvalue() == "a         | one\nlong-name | two\n"


def test_coloured_on_a_terminal_unless_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()
    PrefixPrinter(["a"], out)("a", "one")
    assert out.getvalue() == "\x1b[36ma |\x1b[0m one\n"
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    PrefixPrinter(["a"], out)("a", "one")
    assert out.getvalue() == "a | one\n"
