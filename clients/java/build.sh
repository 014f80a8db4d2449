#!/bin/sh
# Builds the client and its examples into target/, with the jars that they run with. Does nothing
# when nothing changed. Needs a JDK from 11 on, and Maven.
set -eu
cd "$(dirname "$0")"
for program in javac mvn; do
    if ! command -v "$program" >/dev/null; then
        echo "This needs $program; on Debian and Ubuntu: apt install default-jdk-headless maven" >&2
        exit 1
    fi
done
state=$(
    javac -version 2>&1
    find build.sh pom.xml gen src examples -type f | LC_ALL=C sort | xargs cat | cksum
)
if [ "$(cat target/state 2>/dev/null || true)" = "$state" ]; then
    exit 0
fi
rm -rf target
mvn --batch-mode --quiet --strict-checksums "$@" package
printf '%s\n' "$state" >target/state
