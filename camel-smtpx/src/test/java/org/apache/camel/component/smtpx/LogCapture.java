/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.simple.SimpleLogger;

/** The lines that a logger writes while this is open, from a given level on. The output is passed on. */
public final class LogCapture implements AutoCloseable {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private final Logger logger;
    private final int levelBefore;

    public LogCapture(String name, Level level) {
        logger = LoggerFactory.getLogger(name);
        levelBefore = level(level.toInt());
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    /** slf4j-simple reads its levels once; the field is the only way to another one. */
    private int level(int wanted) {
        try {
            Field field = SimpleLogger.class.getDeclaredField("currentLogLevel");
            field.setAccessible(true);
            int old = field.getInt(logger);
            field.setInt(logger, wanted);
            return old;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lines so far of this logger, without what precedes the level. */
    public List<String> lines() {
        String shown = ' ' + logger.getName().substring(logger.getName().lastIndexOf('.') + 1) + " - ";
        return written.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(shown))
                .map(line -> line.replaceFirst(".*?(TRACE|DEBUG|INFO|WARN|ERROR) \\S+ - ", "$1 ")).toList();
    }

    @Override
    public void close() {
        System.setErr(before);
        level(levelBefore);
        before.print(written.toString(StandardCharsets.UTF_8));
    }
}
