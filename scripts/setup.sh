#!/bin/sh
# Makes .venv from uv.lock, with a uv of a fixed version in a virtual environment of its own
# (.uv). Does nothing when nothing changed. Needs Python 3.11 or newer, and nothing else.
set -eu
cd "$(dirname "$0")/.."
uv_version=0.13.9
stamp=.venv/.quire-setup
state=$(
    pwd
    cat uv.lock pyproject.toml */pyproject.toml clients/python/pyproject.toml \
        clients/python/stubs/pyproject.toml scripts/setup.sh | cksum
)
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$state" ]; then
    exit 0
fi

export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
python=$(sh scripts/find_python.sh)
if [ "$(.uv/bin/uv --version 2>/dev/null | cut -d ' ' -f 2)" != "$uv_version" ]; then
    echo "Installing uv $uv_version into .uv"
    rm -rf .uv
    if ! "$python" -m venv .uv; then
        echo "This Python has no venv module; on Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
fi
echo "Installing Quire into .venv"
.uv/bin/uv sync --quiet --frozen --all-packages --python "$python"
printf '%s\n' "$state" >"$stamp"
