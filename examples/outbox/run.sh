#!/bin/sh
# The proof: mails in Kafka, instances that send them, and what happens when something breaks. See README.md.
set -eu
name=outbox
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build
. "$here/src/test/scripts/proof.sh"
