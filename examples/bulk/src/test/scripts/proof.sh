# Read by run.sh: sends to invented recipients, breaks the run if asked to, and compares the result with the server's ledger.
# shellcheck shell=sh

case=${1-}
case $case in
kill | full | million) shift ;;
*) case= ;;
esac
if [ "$case" = million ]; then
    set -- 1000000
fi
count=${1:-10000}
csv=$target/recipients.csv
result=$target/result.csv
ledger=$target/ledger
rm -f "$result" "$result.sending" "$ledger"
run $example.Invent "$csv" "$count"
serve --ledger "$ledger" --latency 1
echo "$count recipients, to an SMTP server at $server; the result goes to $result"

# How: run or start.
send() {
    how=$1
    shift
    $how $example.Bulk --server "$server" --csv "$csv" --template "$here/template.txt" --result "$result" "$@"
}

case $case in
million)
    # All but a hundred have their mail: what is left to do is to keep track of all of them, in 256 MB.
    awk -F, 'NR == 1 {print "address,outcome,reply,ms\r"} NR > 102 {print $1 ",DELIVERED,250 2.0.0 Ok,1\r"}' "$csv" >"$result"
    options=-Xmx256m
    send run
    exit
    ;;
kill)
    send start
    while kill -0 "$pid" 2>/dev/null && [ "$(wc -l 2>/dev/null <"$result" || echo 0)" -le $((count / 2)) ]; do
        sleep 0.05
    done
    kill -9 "$pid" 2>/dev/null || stop "it was over before it could be killed; take more recipients"
    wait "$pid" 2>/dev/null || true
    printf '\nKilled with %s rows written. Once more:\n' "$(($(wc -l <"$result") - 1))"
    ;;
full)
    # A small file system if this may mount one, else a limit for files; both hold about half of the rows.
    disk=$target/disk
    code=0
    umount "$disk" 2>/dev/null || true
    mkdir -p "$disk"
    if mount -t tmpfs -o size=$((count * 44)) tmpfs "$disk" 2>/dev/null; then
        mounted=$disk
        result=$disk/result.csv
        echo "The disk is a tmpfs of $((count * 44)) octets"
        send run || code=$?
        mount -o remount,size=64m "$disk"
    else
        (
            options=-XX:-UsePerfData
            ulimit -f $((count / 16))
            send run
        ) || code=$?
    fi
    [ "$code" -eq 2 ] || stop "it ended with $code although the disk was full"
    printf '\nThe disk was full with %s rows written. Once more, with space:\n' "$(($(wc -l <"$result") - 1))"
    ;;
esac
send run
run $example.Proof --csv "$csv" --result "$result" --ledger "$ledger"

if [ -n "$case" ]; then
    unknown=$(grep -c ',UNKNOWN,' "$result" || true)
    printf '\nThe unknown ones once more, on purpose:\n'
    send run --retry-unknown true
    run $example.Proof --csv "$csv" --result "$result" --ledger "$ledger" --again "$unknown"
fi
