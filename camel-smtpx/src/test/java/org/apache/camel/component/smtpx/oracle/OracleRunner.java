/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Executes one scenario: {@code OracleRunner RESOLVED.json RESULT.json}. */
public final class OracleRunner {

    private OracleRunner() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, DeserializationException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: OracleRunner RESOLVED.json RESULT.json");
        }
        JsonObject resolved = (JsonObject) Jsoner.deserialize(Files.readString(Path.of(arguments[0])));
        Files.writeString(Path.of(arguments[1]), new OracleCalls(resolved).run().toJson());
    }
}
