"""The graph of a document job: split → chapters, several at once → fuse → bibliography → finish."""
