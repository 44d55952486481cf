#!/bin/sh
# How fast three ways of sending are, here. See README.md.
set -eu
name=benchmark
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build
run io.github.camelsmtpx.examples.benchmark.Benchmark --page "$target/benchmark.html" "$@"
