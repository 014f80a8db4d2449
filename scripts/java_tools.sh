#!/bin/sh
# Brings protoc and its gRPC plugin for Java, in the versions of clients/java/pom.xml, from Maven
# Central into .tools/bin. Needs Maven.
set -eu
cd "$(dirname "$0")/.."
version() {
    sed -n "s:.*<$1.version>\(.*\)</$1.version>.*:\1:p" clients/java/pom.xml
}
case "$(uname -s)" in
    Darwin) system=osx ;;
    *) system=linux ;;
esac
case "$(uname -m)" in
    aarch64 | arm64) machine=aarch_64 ;;
    *) machine=x86_64 ;;
esac
protoc=com.google.protobuf:protoc:$(version protobuf)
plugin=io.grpc:protoc-gen-grpc-java:$(version grpc)
stamp=.tools/java-tools
state="$protoc $plugin $system-$machine"
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$state" ]; then
    exit 0
fi
mkdir -p .tools/bin
for tool in "$protoc" "$plugin"; do
    mvn --quiet --batch-mode --strict-checksums \
        org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        "-Dartifact=$tool:exe:$system-$machine" "-DoutputDirectory=$(pwd)/.tools/bin" \
        -Dmdep.stripVersion=true -Dmdep.stripClassifier=true
done
for name in protoc protoc-gen-grpc-java; do
    mv ".tools/bin/$name.exe" ".tools/bin/$name"
    chmod +x ".tools/bin/$name"
done
printf '%s\n' "$state" >"$stamp"
