#!/bin/sh
# Builds the Go plugins of protoc, at fixed versions, into .tools/bin. Needs Go.
set -eu
cd "$(dirname "$0")/.."
protoc_gen_go=v1.36.12
protoc_gen_go_grpc=v1.6.2
stamp=.tools/go-tools
state="$protoc_gen_go $protoc_gen_go_grpc $(go version)"
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$state" ]; then
    exit 0
fi
mkdir -p .tools/bin
GOBIN=$(pwd)/.tools/bin
export GOBIN
go install "google.golang.org/protobuf/cmd/protoc-gen-go@$protoc_gen_go"
go install "google.golang.org/grpc/cmd/protoc-gen-go-grpc@$protoc_gen_go_grpc"
printf '%s\n' "$state" >"$stamp"
