import io
import sys

import pytest
from rich.console import Console
from rich.live import Live

from scripts.record_demo import Frame, choose, page, record
from scripts.terminal import TextScreen


def shown(*chunks: str) -> list[str]:
    screen = TextScreen()
    for chunk in chunks:
        screen.feed(chunk.encode())
    return screen.lines


def test_colours_links_and_modes_leave_no_trace() -> None:
    assert shown("\x1b[?25l\x1b[1;32mgo\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\r\n") == [
        "go link"
    ]


def test_a_line_drawn_over_is_seen_once() -> None:
    assert shown("10 %\r90 %\r\x1b[2K100 %\r\n") == ["100 %"]
    assert shown("abcdef\rxy\x1b[K\r\n") == ["xy"]


def test_wide_characters_take_two_cells() -> None:
    assert shown("城市高温\r\x1b[4Cxx\r\n") == ["城市xx温"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_output_may_be_cut_anywhere(size: int) -> None:
    data = "一\x1b[31m二\x1b[0m\r\n\x1b[1A\x1b[2K三\r\n".encode()
    screen = TextScreen()
    for start in range(0, len(data), size):
        screen.feed(data[start : start + size])
    assert screen.lines == ["三"]


def test_a_live_display_of_rich_is_seen_as_it_ended() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=40, legacy_windows=False)
    with Live("first\nsecond", console=console, auto_refresh=False) as live:
        for step in range(3):
            live.update(f"step {step}\n章 {step}\nlast", refresh=True)
        console.print("a remark")
        live.update("done", refresh=True)
    assert shown(out.getvalue().replace("\n", "\r\n")) == ["a remark", "done"]


def test_records_a_program_that_believes_in_its_terminal() -> None:
    program = (
        "import os, sys, time\n"
        "assert sys.stdout.isatty() and os.get_terminal_size().columns == 100\n"
        "for i in (10, 50, 100):\n"
        "    print(f'\\r{i} %', end='', flush=True); time.sleep(0.1)\n"
        "print(); sys.exit(3)\n"
    )
    code, frames, whole = record((sys.executable, "-c", program))
    assert code == 3
    assert [frame.lines for frame in frames] == [("10 %",), ("50 %",), ("100 %",)]
    assert whole.lines == ("100 %",)


def test_moments_are_chosen_among_those_under_way() -> None:
    frames = [Frame(0, ("starting",)), *(Frame(i, (f"{i} %",)) for i in range(1, 101))]
    assert [frame.at for frame in choose(frames)] == [13, 38, 63, 88]
    text = page(choose(frames), Frame(101, ("the end",)))
    assert "──── after 13.0 s ─" in text
    assert text.endswith("the end\n")
