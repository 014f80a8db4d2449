#!/bin/sh
# Prints the path of promtool, which checks and tests what is in deploy/prometheus.
# Takes the one on PATH; else, on Debian and its like, takes it out of the package `prometheus`
# (19 MB, a second) into .tools, without installing anything. It is no Python package, and the
# Go module cannot be installed by name, for its replace directives.
# Exits with 3 and says why when there is none to be had.
set -eu
cd "$(dirname "$0")/.."
tool=.tools/promtool
if found=$(command -v promtool); then
    echo "$found"
    exit 0
fi
if [ -x "$tool" ]; then
    echo "$tool"
    exit 0
fi
give_up() {
    echo "promtool is not to be had: $1; install Prometheus to check its rules" >&2
    exit 3
}

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || give_up "this is no Debian"
mkdir -p .tools
folder=$(mktemp -d .tools/promtool-XXXXXX)
trap 'rm -rf "$folder"' EXIT
fetch() {
    (cd "$folder" && timeout 40 apt-get download -qq prometheus >log 2>&1)
}
if ! fetch; then
    timeout 40 apt-get update -qq >/dev/null 2>&1 || true # a fresh machine has no lists yet
    fetch || give_up "$(tail -n 1 "$folder/log")"
fi
dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -xf - -C "$folder" ./usr/bin/promtool
mv "$folder/usr/bin/promtool" "$tool"
echo "$tool"
