/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

/**
 * A message held in memory. Two of them are equal only if they hold the same array.
 *
 * @param octets the message, not copied: it must not change until the message is sent
 */
@SuppressWarnings("ArrayRecordComponent") // the array is what the transport writes; a copy of a large message is what we avoid
public record BytesSource(byte[] octets) implements MessageSource {

    public BytesSource {
        Objects.requireNonNull(octets, "octets");
    }

    @Override
    public long size() {
        return octets.length;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(octets);
    }

    @Override
    public String toString() {
        return "BytesSource[size=" + octets.length + "]";
    }
}
