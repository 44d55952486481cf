#!/bin/sh
# A service that sends mail, and a visit to it. See README.md.
set -eu
name=spring-boot
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build

example=io.github.camelsmtpx.examples.springboot
ledger=$target/ledger
rm -rf "$ledger" "$target/mailboxes"
serve --ledger "$ledger" --maildir "$target/mailboxes" --latency 20
if [ "${1-}" = serve ]; then
    shift
    echo "The service is at http://localhost:${SERVER_PORT:-8080}, its mail server at $server. Ctrl-C ends both."
    run $example.MailApplication --mail.server="$server" "$@"
    exit
fi
port=$("$java" -cp "$target/lib/*" io.github.camelsmtpx.examples.kit.FreePort)
options=-XX:TieredStopAtLevel=1
start $example.MailApplication --mail.server="$server" --server.port="$port" --server.address=127.0.0.1
options=
run $example.Visitor "http://127.0.0.1:$port" "$ledger" "$target/mailboxes" "$pid"
