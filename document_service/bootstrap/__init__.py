"""Puts the document service's two processes together."""
