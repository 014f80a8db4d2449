"""Fusion: edits that code applies and checks."""
