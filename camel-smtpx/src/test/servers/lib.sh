# Shared by the scripts in this directory; source it, do not run it.
#
# Nothing is installed. Debian's packages are unpacked into a cache, and each server runs in a mount and process
# namespace of its own, where it finds
#     /usr   the unpacked packages over the machine's own
#     /etc   its configuration over the machine's own
#     /var   DIR/var
#     /srv   DIR
# When the namespace's first process ends, so does everything in it.

set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${SMTPX_SERVERS:-$HOME/.cache/camel-smtpx-servers}
export LC_ALL=C.UTF-8
umask 022

die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# What the scripts need of the machine, in one line when it is missing.
check_machine() {
    [[ $CACHE != none ]] || die "SMTPX_SERVERS=none: real servers are not used"
    local tool
    for tool in apt-get dpkg unshare mount java; do
        command -v "$tool" >/dev/null || die "$tool is missing"
    done
    [[ $EUID == 0 ]] || die "only root can start servers (mount namespaces, users)"
    unshare --mount --pid --fork --mount-proc true 2>/dev/null || die "this machine allows no namespaces (unshare)"
}

# begin NAME DIR PORT: ends what ran in DIR before, then lays out DIR. What is in DIR/var stays: mail in the queue
# survives a restart.
begin() {
    NAME=$1
    [[ $# == 3 ]] || die "usage: ${0##*/} DIR PORT"
    check_machine
    IMAGE=$CACHE/$NAME
    [[ -f $IMAGE/versions ]] || die "$NAME is not there: run $HERE/prepare first"
    mkdir -p "$2"
    DIR=$(cd "$2" && pwd -P)
    PORT=$3
    "$HERE/stop" "$DIR"
    rm -rf "$DIR/etc"
    mkdir -p "$DIR"/{etc,home,log,tls} "$DIR"/var/{lib,log,mail,run,spool,tmp}
    chmod 1777 "$DIR"/var/tmp
    chmod 777 "$DIR/log"
    [[ -f $DIR/tls/server.pem ]] || java "$HERE/../java/org/apache/camel/component/smtpx/integration/PrivateCa.java" "$DIR/tls"
    chmod 644 "$DIR"/tls/*
    users
}

# The server's own users, and mailboxes for user@local.test and other@local.test.
users() {
    cp /etc/passwd /etc/group /etc/shadow "$DIR/etc/"
    local name id
    while read -r name id; do
        sed -i "/^$name:/d" "$DIR"/etc/{passwd,group,shadow}
        echo "$name:x:$id:$id:$name:/srv/home/$name:/usr/sbin/nologin" >>"$DIR/etc/passwd"
        echo "$name:x:$id:" >>"$DIR/etc/group"
        echo "$name:*:19000:0:99999:7:::" >>"$DIR/etc/shadow"
    done <<'END'
postfix 61001
postdrop 61002
dovecot 61003
dovenull 61004
Debian-exim 61005
cyrus 61006
user 61010
other 61011
END
    mkdir -p "$DIR"/home/{user,other}
    chown 61010:61010 "$DIR/home/user"
    chown 61011:61011 "$DIR/home/other"
    echo '127.0.0.1 localhost mx.test' >"$DIR/etc/hosts"
    printf '%s: files\n' hosts passwd group shadow services >"$DIR/etc/nsswitch.conf"
    # There is no name server: a lookup fails at once.
    printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n' >"$DIR/etc/resolv.conf"
}

# Dovecot answers for logins; access tokens are signed with "topsecret".
configure_dovecot() {
    configure dovecot/{dovecot.conf,users,oauth2.conf}
    mkdir -p "$DIR/etc/dovecot/keys/default/HS256"
    printf topsecret | base64 >"$DIR/etc/dovecot/keys/default/HS256/default"
}

# configure FILE...: copies configuration files into DIR/etc/<their directory>, with the ports filled in.
configure() {
    local file
    for file; do
        mkdir -p "$DIR/etc/$(dirname "$file")"
        sed -e "s/@PORT@/$PORT/g" -e "s/@TLS_PORT@/$((PORT + 1))/g" -e "s/@STRICT_PORT@/$((PORT + 2))/g" \
            -e "s/@SCREENED_PORT@/$((PORT + 3))/g" -e "s/@USUAL_PORT@/$((PORT + 4))/g" -e "s/@LIMITED_PORT@/$((PORT + 5))/g" \
            -e "s/@PACED_PORT@/$((PORT + 6))/g" -e "s/@NEXT_HOP@/$((PORT + 9))/g" \
            "$HERE/$(basename "$(dirname "$file")" | sed s/exim4/exim/)/$(basename "$file")" >"$DIR/etc/$file"
    done
}

# run COMMAND PORT...: starts the command in its namespace and waits until the ports accept connections. A server that
# changes its user must not be the first process of the namespace: it would not end with its parent.
run() {
    local command=$1 port i
    shift
    export IMAGE DIR
    setsid unshare --mount --pid --fork --kill-child --mount-proc bash -ec '
        mount -t overlay overlay -o "lowerdir=$IMAGE/usr:/usr" /usr
        mount -t overlay overlay -o "lowerdir=$DIR/etc:$IMAGE/etc:/etc" /etc
        mount --bind "$DIR/var" /var
        mount -t tmpfs -o mode=755 tmpfs /run
        mount --bind "$DIR" /srv
        mkdir -p /run/lock
        cd /srv
        '"$command" >>"$DIR/log/start" 2>&1 </dev/null &
    local pid=$!
    echo "$pid $(started "$pid")" >"$DIR/pid"
    for port; do
        for i in $(seq 1 200); do
            (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue 2
            [[ -n $(started "$pid") ]] || break
            sleep 0.1
        done
        tail -n 20 "$DIR"/log/* >&2 || true
        "$HERE/stop" "$DIR"
        die "$NAME does not listen on port $port"
    done
}

# When a process was started: with its id this tells it from a later one. Nothing when it is gone.
started() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    set -- ${stat##*) }
    [[ $1 == Z ]] || echo "${20}"
}
