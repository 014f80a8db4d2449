#!/bin/sh
# Adds a dependency group of pyproject.toml to .venv, which `make setup` has made; nothing if it
# is there: sh scripts/setup_group.sh GROUP MODULE
set -eu
cd "$(dirname "$0")/.."
if .venv/bin/python -c "import $2" 2>/dev/null; then
    exit 0
fi
echo "Installing what the group $1 needs into .venv"
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
.uv/bin/uv sync --quiet --frozen --all-packages --inexact --group "$1"
