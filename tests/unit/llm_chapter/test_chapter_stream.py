"""What a reader sees while a model writes, and when."""

from shared.authoring.llm.chapter.stream import SECONDS, TOKENS, Batcher, Shown


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_pieces_come_in_batches_by_time_or_number() -> None:
    clock, batches = Clock(), list[str]()

    async def sink(text: str) -> None:
        batches.append(text)

    batcher = Batcher(sink, clock)
    for _ in range(TOKENS - 1):
        await batcher.feed("a")
    assert batches == []
    await batcher.feed("b")
    assert batches == ["a" * (TOKENS - 1) + "b"]
    clock.now += 10 * SECONDS
    await batcher.feed("c")
    assert len(batches) == 1, "the time runs from the first piece of a batch"
    clock.now += 1.5 * SECONDS
    await batcher.feed("d")
    assert batches[1:] == ["cd"]
    await batcher.feed("e")
    await batcher.flush()
    await batcher.flush()
    assert batches[2:] == ["e"]


def show(text: str, size: int) -> str:
    shown = Shown()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return "".join(shown.feed(piece) for piece in pieces) + shown.close()


ANSWER = (
    "## Roofs\n\nCool roofs reflect light [1][2]. They are white [source 3], <b>bright</b> and "
    "![x](http://evil.example).\n\nTrees 【2】 give shade.\n\nReferences\n[1] Smith. Roofs. 2019."
)


def test_ids_headings_and_lists_of_sources_are_not_shown_however_it_comes() -> None:
    for size in (1, 3, 7, 1000):
        shown = show(ANSWER, size)
        assert "Cool roofs reflect light. They are white, " in shown, size
        assert "Trees give shade." in shown
        assert "##" not in shown and "References" not in shown and "Smith" not in shown


def test_nothing_shown_is_a_link_an_image_or_html() -> None:
    shown = show(ANSWER, 4)
    assert "\\<b>" in shown
    assert "!\\[x\\](" in shown


def test_a_line_goes_on_being_shown_as_it_comes() -> None:
    shown = Shown()
    first = shown.feed("A sentence that is long enough to be known for one, ")
    assert first.startswith("A sentence that is long enough")
    assert shown.feed("and more") == " and more"
    assert shown.feed(" and [") == " and"
    assert shown.feed("1") == ""
    assert shown.feed("] so on") == " so on"
