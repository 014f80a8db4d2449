"""The author that writes with a language model; what it writes is checked by code."""
