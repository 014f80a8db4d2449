"""Control characters of others do not reach a terminal."""

from quire_client.cli.harmless import harmless


def test_controls_are_replaced_and_the_rest_is_kept() -> None:
    assert harmless("a\x1b[2Jb\x00\x9bc\rd") == "a\ufffd[2Jb\ufffd\ufffdc\ufffdd"
    assert harmless("城市\n\tok é 🙂") == "城市\n\tok é 🙂"
