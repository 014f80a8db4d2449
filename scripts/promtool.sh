#!/bin/sh
# Prints the path of promtool, which checks and tests what is in deploy/prometheus.
# Takes the one on PATH; else, on Debian and its like, that of the package `prometheus`
# (19 MB, a second). It is no Python package, and the Go module cannot be installed by name,
# for its replace directives.
# Exits with 3 and says why when there is none to be had.
set -eu
cd "$(dirname "$0")/.."
command -v promtool || sh scripts/from_debian.sh prometheus usr/bin/promtool
