"""``python -m quire_client.cli`` is ``quire``."""

from quire_client.cli import main

if __name__ == "__main__":
    main()
