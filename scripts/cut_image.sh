#!/bin/sh
# Writes protos/image.binpb, the contract that `make lint` compares protos/ with (buf breaking).
# Cut it when a version of the contract is released, not to silence a breaking change.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/buf build protos --exclude-source-info --output protos/image.binpb
