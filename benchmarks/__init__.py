"""Benchmarks: each measures Quire beside a baseline in the same run."""
