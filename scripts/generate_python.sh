#!/bin/sh
# Makes the Python stubs from protos/, below the folder given (clients/python/stubs by default).
# The python on PATH must have grpc_tools.
set -eu
cd "$(dirname "$0")/.."
out=${1:-clients/python/stubs}
rm -rf "$out/quire" "$out/buf"
mkdir -p "$out/quire" "$out/buf"
python - "$out" <<'PY'
import sys
from pathlib import Path

import grpc_tools
from grpc_tools import protoc

out = sys.argv[1]
include = Path(grpc_tools.__file__).parent / "_proto"
files = [str(p) for p in sorted(Path("protos").rglob("*.proto"))]
code = protoc.main(
    [
        "protoc",
        "-Iprotos",
        f"-I{include}",
        f"--python_out={out}",
        f"--mypy_out=quiet:{out}",
        *files,
    ]
) or protoc.main(
    [
        "protoc",
        "-Iprotos",
        f"-I{include}",
        f"--grpc_python_out={out}",
        f"--mypy_grpc_out=quiet:{out}",
        *[f for f in files if f.endswith("_service.proto")],
    ]
)
sys.exit(code)
PY
touch "$out/quire/py.typed"
