# Read by run.sh: kills Kafka, the mail server and instances during sends, and compares the topics with the server's ledger.
# shellcheck shell=sh

example=io.github.camelsmtpx.examples.outbox
count=${1:-2000}
ledger=$target/ledger
log=$target/instances.log
rm -rf "$target/kafka" "$ledger" "$log" "$target/defer"
small='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx400m'
options=$small
free_port() {
    "$java" -cp "$target/lib/*" io.github.camelsmtpx.examples.kit.FreePort
}
brokers=127.0.0.1:$(free_port)
mail_port=$(free_port)

kafka() {
    options="$small -Dorg.slf4j.simpleLogger.defaultLogLevel=error"
    start $example.KafkaNode "$target/kafka" "$brokers"
    options=$small
    kafka=$pid
}

mail_server() {
    serve --port "$mail_port" --ledger "$ledger" --latency 10 --defer-while "$target/defer"
}

instance() {
    options="$small -Dkafka.brokers=$brokers -Dmail.server=127.0.0.1:$mail_port $*"
    start org.apache.camel.main.Main 2>>"$log"
    options=$small
}

sent() {
    if [ -f "$ledger" ]; then wc -l <"$ledger"; else echo 0; fi
}

# until_sent PERCENT
until_sent() {
    patience=900
    while [ "$(sent)" -lt $((count * $1 / 100)) ]; do
        patience=$((patience - 1))
        [ "$patience" -gt 0 ] || stop "only $(sent) of $count mails were sent; what the instances say is in $log"
        sleep 0.1
    done
}

# killed PROCESS WHAT
killed() {
    kill -9 "$1"
    wait "$1" 2>/dev/null || true
    echo "$(sent) mails sent: kill -9 to $2"
}

mail_server
instance
first=$pid
run $example.Fill "$brokers" 2>>"$log"
echo "The first instance was started before Kafka; now Kafka starts, and two further instances"
kafka
instance
second=$pid
instance
third=$pid
while ! run $example.Fill "$brokers" "$count" 2>>"$log"; do
    kill -0 "$kafka" 2>/dev/null || stop "Kafka did not start"
done

until_sent 10
killed "$first" "the first instance"
until_sent 15
echo "$(sent) mails sent: the mail server defers everything for 20 seconds"
touch "$target/defer"
sleep 20
rm "$target/defer"
until_sent 30
killed "$server_pid" "the mail server; it is back after two seconds"
sleep 2
mail_server
until_sent 40
killed "$kafka" "Kafka; it is back after two seconds"
sleep 2
kafka
until_sent 50
killed "$second" "the second instance; a new one takes its place"
instance
until_sent 60
killed "$pid" "the new one"
killed "$server_pid" "the mail server too; both are back at once"
mail_server
instance
until_sent 70
echo "$(sent) mails sent: the third instance is stopped for 8 seconds, its partitions go to the other, and it goes on"
kill -STOP "$third"
sleep 8
kill -CONT "$third"

run $example.Proof "$brokers" "$ledger" "$count"
fourth=$pid
echo "One more instance sends the mails of unknown outcome once more, on purpose"
instance -Doutbox.retry=true
run $example.Proof "$brokers" "$ledger" "$count" again

echo "All instances are told to end (SIGTERM)"
kill "$third" "$fourth" "$pid"
wait "$third" "$fourth" "$pid" 2>/dev/null || true
run $example.Replay "$brokers"
before=$(sent)
echo "A new instance reads all records, and those of unknown outcome once more"
instance -Doutbox.retry=true
run $example.Proof "$brokers" "$ledger" "$count" replayed
[ "$(sent)" -eq "$before" ] || stop "$(($(sent) - before)) mails were sent again"
echo "No mail was sent again. What the instances said is in $log: $(grep -c WARN "$log") warnings, $(grep -c ERROR "$log" || true) errors"
