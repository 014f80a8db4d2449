"""Processes that put load on what is measured; each speaks JSON lines with its parent."""
