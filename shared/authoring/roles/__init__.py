"""Files that are no evidence: requirements, style guides and drafts of an outline."""
