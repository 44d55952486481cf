# Read by each example's run.sh, which has set $name and $here: builds the example when something changed, starts its programs.
# shellcheck shell=sh

root=$(CDPATH='' cd -- "$here/../.." && pwd)
target=$here/target
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
started=
mounted=

stop() {
    echo "$name: $1" >&2
    exit 2
}

# Whether there is a source younger than what was built. A build that found nothing to do leaves old files, but a young stamp.
changed() {
    [ -d "$target/lib" ] || return 0
    if [ -f "$target/built" ] && [ "$target/built" -nt "$target/lib" ]; then
        since=$target/built
    else
        since=$target/lib
    fi
    [ -n "$(find "$root/pom.xml" "$root/camel-smtpx/pom.xml" "$root/camel-smtpx/src/main" "$root/camel-smtpx-starter/pom.xml" \
        "$root/camel-smtpx-starter/src/main" "$root/examples/pom.xml" "$root/examples/kit/pom.xml" "$root/examples/kit/src/main" \
        "$root/camel-smtpx/src/test/java/org/apache/camel/component/smtpx/testkit" \
        "$here/pom.xml" $([ ! -d "$here/src" ] || echo "$here/src") -type f -newer "$since" | head -n 1)" ]
}

build() {
    command -v "$java" >/dev/null 2>&1 || stop "no java; JDK 17 or newer is needed"
    if changed; then
        command -v mvn >/dev/null 2>&1 || stop "no mvn; Maven 3.8 or newer is needed"
        echo "$name: building (the first time Maven also fetches what it needs, which takes some minutes)" >&2
        # Not the jars of an earlier build.
        rm -rf "$target/lib"
        mkdir -p "$target"
        # Nothing goes to ~/.m2 but what Maven fetches: the component's jar comes straight from the reactor.
        if ! (cd "$root" && mvn -B -ntp -Dstyle.color=never -Dmaven.test.skip=true -pl "examples/$name" -am package) \
            >"$target/build.log" 2>&1; then
            grep -E "ERROR|BUILD" "$target/build.log" | head -n 40 >&2
            stop "the build failed; all of it is in $target/build.log"
        fi
        touch "$target/built"
    fi
    # From JDK 24 on the JVM warns of memory and native access as Netty does it, unless told that it is meant.
    quiet=
    if "$java" --sun-misc-unsafe-memory-access=allow -version >/dev/null 2>&1; then
        quiet='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
    fi
    between=:
    case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*) between=';' ;;
    esac
    classes=$here/conf$between$target/classes$between$target/test-classes$between$target/lib/*
    terminal=false
    if [ -t 1 ]; then
        terminal=true
    fi
}

# run MAIN-CLASS ARGUMENTS...: a program of the example, with $options for the JVM; what is in the folder conf wins.
run() {
    "$java" $quiet -Dexample.terminal="$terminal" -Dexample.home="$here" ${options-} \
        -cp "$classes" "$@"
}

# start MAIN-CLASS ARGUMENTS...: like run, but goes on beside the script, as process $pid.
start() {
    "$java" $quiet -Dexample.terminal="$terminal" -Dexample.home="$here" ${options-} \
        -cp "$classes" "$@" &
    pid=$!
    started="$started $pid"
}

# serve ARGUMENTS...: the mail server of the kit in a process of its own; its address is in $server then, its process in $server_pid.
serve() {
    rm -f "$target/server"
    "$java" $quiet -XX:TieredStopAtLevel=1 -cp "$target/lib/*" io.github.camelsmtpx.examples.kit.MailServer \
        --ready "$target/server" "$@" &
    server_pid=$!
    started="$started $server_pid"
    while [ ! -f "$target/server" ]; do
        kill -0 "$server_pid" 2>/dev/null || stop "the mail server did not start"
        sleep 0.1
    done
    server=$(cat "$target/server")
}

# Processes and file systems of the script end with it.
clean_up() {
    code=$?
    trap - EXIT
    for process in $started; do
        kill -9 "$process" 2>/dev/null && wait "$process" 2>/dev/null || true
    done
    [ -z "$mounted" ] || umount "$mounted"
    exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
