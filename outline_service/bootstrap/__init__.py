"""Puts the outline service's two processes together."""
