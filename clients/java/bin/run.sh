#!/bin/sh
# Runs an example of target/, by the name of its class, with arguments.
set -eu
target=$(dirname "$0")/../target
example=$1
shift
# The native transport brings nothing here, and new JDKs warn of it; so they do, from 24 on, of the
# unsafe memory of Netty and protobuf, by an option that old ones do not have. Names of files that
# are not ASCII need a locale that has them.
LC_ALL=${LC_ALL:-${LANG:-C.UTF-8}} exec java \
    -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow \
    -Dio.grpc.netty.shaded.io.netty.transport.noNative=true \
    -cp "$target/classes:$target/test-classes:$target/lib/*" "example.quire.examples.$example" "$@"
