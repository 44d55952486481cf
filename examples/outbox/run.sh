#!/bin/sh
# Mails in a durable log, instances that send them, and what happens when they are killed. See README.md.
set -eu
name=outbox
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../example.sh"
build

example=io.github.camelsmtpx.examples.outbox
count=${1:-2000}
ledger=$target/ledger
rm -rf "$target/kafka" "$target/ready" "$ledger"
small='-XX:TieredStopAtLevel=1 -Xmx400m'

options=$small
start $example.KafkaNode "$target/kafka" "$target/ready"
echo "Starting Kafka, a mail server and three instances"
while [ ! -f "$target/ready" ]; do
    kill -0 "$pid" 2>/dev/null || stop "Kafka did not start"
    sleep 0.1
done
brokers=$(cat "$target/ready")
serve --ledger "$ledger" --latency 3
mail_port=${server##*:}
run $example.Fill "$brokers" "$count"

instance() {
    options="$small -Dkafka.brokers=$brokers -Dmail.server=$server"
    start $example.Outbox
    options=$small
}
instance
first=$pid
instance
second=$pid
instance

sent() {
    if [ -f "$ledger" ]; then wc -l <"$ledger"; else echo 0; fi
}

# until_sent PERCENT
until_sent() {
    patience=600
    while [ "$(sent)" -lt $((count * $1 / 100)) ]; do
        patience=$((patience - 1))
        [ "$patience" -gt 0 ] || stop "only $(sent) of $count mails were sent"
        sleep 0.1
    done
}

# killed PROCESS WHAT
killed() {
    kill -9 "$1"
    wait "$1" 2>/dev/null || true
    echo "$(sent) mails sent: kill -9 to $2"
}

until_sent 15
killed "$first" "the first instance"
until_sent 30
killed "$server_pid" "the mail server; it is back after two seconds"
sleep 2
serve --port "$mail_port" --ledger "$ledger" --latency 3
until_sent 50
killed "$second" "the second instance; a new one takes its place"
instance
until_sent 70
killed "$pid" "the new one"
killed "$server_pid" "the mail server too; both are back at once"
serve --port "$mail_port" --ledger "$ledger" --latency 3
instance

run $example.Proof "$brokers" "$ledger" "$count"
run $example.Retry "$brokers"
run $example.Proof "$brokers" "$ledger" "$count" again
