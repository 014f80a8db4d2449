"""Sources from the web: searching, fetching and reading pages."""
