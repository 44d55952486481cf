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

kill_half_way=false
if [ "${1-}" = kill ]; then
    kill_half_way=true
    shift
fi
count=${1:-10000}
csv=$target/recipients.csv
result=$target/result.csv
ledger=$target/ledger
rm -f "$result" "$result.sending" "$ledger"
run $example.Bulk --invent "$count" --csv "$csv"
serve --ledger "$ledger" --latency 1
echo "$count recipients, to an SMTP server at $server; the result goes to $result"

# How: run or start.
send() {
    how=$1
    shift
    $how $example.Bulk --server "$server" --csv "$csv" --template "$here/template.txt" --result "$result" "$@"
}

if $kill_half_way; then
    send start
    while kill -0 "$pid" 2>/dev/null && [ "$(wc -l 2>/dev/null <"$result" || echo 0)" -le $((count / 2)) ]; do
        sleep 0.05
    done
    kill -9 "$pid" 2>/dev/null || stop "it was over before it could be killed; take more recipients"
    wait "$pid" 2>/dev/null || true
    printf '\nKilled with %s rows written. Once more:\n' "$(($(wc -l <"$result") - 1))"
fi
send run
run $example.Proof --csv "$csv" --result "$result" --ledger "$ledger"

if $kill_half_way; then
    unknown=$(grep -c ',UNKNOWN,' "$result" || true)
    printf '\nThe unknown ones once more, on purpose:\n'
    send run --retry-unknown true
    run $example.Proof --csv "$csv" --result "$result" --ledger "$ledger" --again "$unknown"
fi
