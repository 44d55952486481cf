#!/bin/sh
# A YAML route sends the mails of a folder. See README.md.
set -eu
name=yaml
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build

if [ $# -gt 0 ]; then
    options="-Dmail.server=$1" run org.apache.camel.main.Main
    exit
fi

rm -f "$target/ledger"
serve --ledger "$target/ledger"
echo "A YAML route, to an SMTP server at $server:"
options="-Dmail.server=$server" run org.apache.camel.main.Main
accepted=$(wc -l <"$target/ledger")
if [ "$accepted" -ne 6 ]; then
    echo "The server accepted $accepted copies instead of 6." >&2
    exit 1
fi
echo "The server's ledger: 6 copies, 3 mails to 2 recipients each."
