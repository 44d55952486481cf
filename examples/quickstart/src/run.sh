#!/bin/sh
# Builds what the quickstart needs, quietly and only when something changed, then runs it. See README.md.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
jar=$here/target/quickstart.jar

if [ ! -f "$jar" ] || [ -n "$(find "$root/pom.xml" "$root/camel-smtpx/pom.xml" "$root/camel-smtpx/src/main" "$root/examples/pom.xml" \
        "$here/pom.xml" "$here/src/main" -newer "$jar" -type f -print)" ]; then
    echo "quickstart: building, the first time this takes a minute or two ..." >&2
    (cd "$root" && mvn -q -B -ntp -pl examples/quickstart -am -Dmaven.test.skip=true package) >&2
fi

terminal=false
if [ -t 1 ]; then
    terminal=true
fi
exec java -Dquickstart.home="$here" -Dquickstart.terminal="$terminal" -jar "$jar" "$@"
