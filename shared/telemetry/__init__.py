"""What Quire tells of itself to those who run it."""
