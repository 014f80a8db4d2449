#!/bin/sh
# Fails, with the difference, if the checked-in stubs are not what protos/ makes: files that
# differ, are missing or are too many.
set -eu
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
sh scripts/generate.sh "$fresh"
status=0
for stubs in clients/python/stubs/quire clients/python/stubs/buf clients/go/quire \
    clients/typescript/gen clients/java/gen; do
    if [ -d "$fresh/$stubs" ]; then
        diff --recursive --unified --exclude=__pycache__ "$stubs" "$fresh/$stubs" ||
            status=1
    fi
done
if [ $status -ne 0 ]; then
    echo "The stubs differ from protos/; run make generate and commit what it makes." >&2
fi
exit $status
