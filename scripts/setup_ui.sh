#!/bin/sh
# Adds Flower, the task panel, to .venv, which `make setup` has made. Nothing if it is there.
set -eu
cd "$(dirname "$0")/.."
if .venv/bin/python -c "import flower" 2>/dev/null; then
    exit 0
fi
echo "Installing Flower into .venv"
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
.uv/bin/uv sync --quiet --frozen --all-packages --inexact --group ui
