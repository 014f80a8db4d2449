#!/bin/sh
# Makes the stubs of all languages from protos/, below the folder given (the project's own by
# default). Go, TypeScript and Java are passed over, and that is said, where go, npm or mvn is
# missing.
set -eu
cd "$(dirname "$0")/.."
out=${1:-.}
PATH="$(pwd)/.venv/bin:$(pwd)/.tools/bin:$(pwd)/clients/typescript/node_modules/.bin:$PATH"
export PATH

sh scripts/generate_python.sh "$out/clients/python/stubs"
if command -v go >/dev/null; then
    sh scripts/go_tools.sh
    rm -rf "$out/clients/go/quire"
    buf generate protos --template protos/buf.gen.go.yaml --path protos/quire \
        --output "$out/clients/go"
else
    echo "SKIPPED: Go stubs (go is not installed)"
fi
if command -v npm >/dev/null; then
    sh scripts/node_modules.sh
    rm -rf "$out/clients/typescript/gen"
    buf generate protos --template protos/buf.gen.typescript.yaml \
        --output "$out/clients/typescript/gen"
else
    echo "SKIPPED: TypeScript stubs (npm is not installed)"
fi
if command -v mvn >/dev/null; then
    sh scripts/java_tools.sh
    rm -rf "$out/clients/java/gen"
    buf generate protos --template protos/buf.gen.java.yaml --path protos/quire \
        --exclude-type buf.validate --output "$out/clients/java/gen"
else
    echo "SKIPPED: Java stubs (mvn is not installed)"
fi
