"""Puts a service's processes together from its settings."""
