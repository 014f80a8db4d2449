"""Outlines: questions, a draft, and code that holds it to the evidence."""
