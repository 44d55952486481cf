#!/bin/sh
# Mail that asks for notifications, and the notifications. See README.md.
set -eu
name=dsn
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build
run io.github.camelsmtpx.examples.dsn.Dsn "$@"
