#!/bin/sh
# Prints the first Python of at least 3.11 there is: $PYTHON if set, else one on PATH.
# Of a virtual environment, the Python that it was made with.
set -u
if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3 python3.14 python3.13 python3.12 python3.11 python
fi
for name; do
    found=$(command -v "$name" 2>/dev/null) || continue
    base=$("$found" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))
sys.exit(sys.version_info < (3, 11))' 2>/dev/null) && echo "$base" && exit 0
    seen="${seen:-} $name ($("$found" --version 2>&1 | head -n 1))"
done
echo "Quire needs Python 3.11 or newer; found:${seen:- none}." >&2
echo "Install one, or name it: make setup PYTHON=/path/to/python3.11" >&2
exit 1
