"""Chapters: plan, write, verify, repair."""
