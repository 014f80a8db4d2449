"""The graph of an outline job: load sources → research → outline → validate."""
