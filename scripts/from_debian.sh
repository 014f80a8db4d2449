#!/bin/sh
# Takes one file out of a Debian package into .tools, without installing anything, and prints
# where it is: sh scripts/from_debian.sh PACKAGE PATH-IN-PACKAGE
# Exits with 3 and says why when it is not to be had.
set -eu
cd "$(dirname "$0")/.."
package=$1
path=$2
tool=.tools/$(basename "$path")
if [ -e "$tool" ]; then
    echo "$tool"
    exit 0
fi
give_up() {
    echo "$(basename "$path") is not to be had: $1" >&2
    exit 3
}

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || give_up "this is no Debian"
mkdir -p .tools
folder=$(mktemp -d .tools/package-XXXXXX)
trap 'rm -rf "$folder"' EXIT
fetch() {
    (cd "$folder" && timeout 40 apt-get download -qq "$package" >log 2>&1)
}
if ! fetch; then
    timeout 40 apt-get update -qq >/dev/null 2>&1 || true # a fresh machine has no lists yet
    fetch || give_up "$(tail -n 1 "$folder/log")"
fi
dpkg-deb --fsys-tarfile "$folder/$package"_*.deb | tar -xf - -C "$folder" --wildcards "./$path" ||
    give_up "the package $package has no $path"
mv "$folder/"$path "$tool"
echo "$tool"
