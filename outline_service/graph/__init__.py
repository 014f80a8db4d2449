"""The graph of an outline job: load sources → search the web → research → outline → validate."""
