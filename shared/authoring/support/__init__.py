"""Whether a sentence that a model wrote is borne by its quotes, decided by code."""
