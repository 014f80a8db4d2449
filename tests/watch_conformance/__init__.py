"""Cases that every client's watch has to pass; see README.md."""
