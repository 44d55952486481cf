#!/bin/sh
# Sends mails through a route. See README.md.
set -eu
name=quickstart
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build
run io.github.camelsmtpx.examples.quickstart.Quickstart "$@"
