#!/bin/sh
# Every static check. Runs all of them, then fails if one did.
set -u
cd "$(dirname "$0")/.."
PATH="$(pwd)/.venv/bin:$PATH"
failed=
check() {
    echo "==> $*"
    "$@" || failed="$failed
    $*"
}

check ruff check .
check ruff format --check .
check mypy .
check lint-imports
check buf lint protos
check buf format protos --diff --exit-code
check buf breaking protos --against protos/image.binpb
check check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
check .uv/bin/uv lock --check
if [ -n "$failed" ]; then
    echo "Failed:$failed" >&2
    exit 1
fi
