#!/bin/sh
# A mail to each of many recipients. See README.md.
set -eu
name=bulk
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build

example=io.github.camelsmtpx.examples.bulk
case ${1-} in
--*) # your own
    run $example.Bulk --template "$here/template.txt" "$@"
    exit
    ;;
esac
. "$here/src/test/scripts/proof.sh"
