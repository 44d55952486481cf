#!/bin/sh
# Builds what the quickstart needs, only when something changed, then runs it. See README.md.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
jar=$here/target/quickstart.jar
log=$here/target/build.log
stamp=$here/target/built
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

stop() {
    echo "quickstart: $1" >&2
    exit 2
}

changed() {
    [ ! -f "$jar" ] || [ ! -f "$stamp" ] || [ -n "$(find "$root/pom.xml" "$root/camel-smtpx/pom.xml" "$root/camel-smtpx/src/main" \
        "$root/examples/pom.xml" "$here/pom.xml" "$here/src/main" -type f -newer "$stamp")" ]
}

command -v "$java" >/dev/null 2>&1 || stop "no java; JDK 17 or newer is needed"
if changed; then
    command -v mvn >/dev/null 2>&1 || stop "no mvn; Maven 3.8 or newer is needed"
    echo "quickstart: building (the first time Maven also fetches what it needs, which takes some minutes)" >&2
    mkdir -p "$here/target"
    # Nothing goes to ~/.m2 but what Maven fetches: the component's jar comes straight from the reactor.
    if ! (cd "$root" && mvn -B -ntp -Dstyle.color=never -Dmaven.test.skip=true -pl examples/quickstart -am package) >"$log" 2>&1; then
        cat "$log" >&2
        stop "the build failed, see above"
    fi
    touch "$stamp"
fi

terminal=false
if [ -t 1 ]; then
    terminal=true
fi
# From JDK 24 on the JVM warns of memory access as Netty does it, unless told that it is meant; older ones do not know the option.
quiet=
if "$java" --sun-misc-unsafe-memory-access=allow -version >/dev/null 2>&1; then
    quiet=--sun-misc-unsafe-memory-access=allow
fi
exec "$java" $quiet -Dquickstart.home="$here" -Dquickstart.terminal="$terminal" -jar "$jar" "$@"
