/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.mail.BytesSource;
import org.apache.camel.component.smtpx.mail.FileSource;
import org.apache.camel.component.smtpx.mail.MessageSource;

/**
 * Identifies the content of a message, to recognize the same message later. Octets in memory and in spool files count
 * by digest. User files count by path, size and modification time. Streams count by instance, since reading would
 * consume them.
 */
public final class ContentFingerprint {

    private final byte[] digest;
    private final List<WeakReference<Object>> instances;

    private ContentFingerprint(byte[] digest, List<WeakReference<Object>> instances) {
        this.digest = digest;
        this.instances = List.copyOf(instances);
    }

    /** Whether both identify the same content. A stream that was garbage-collected matches nothing. */
    public boolean matches(ContentFingerprint other) {
        if (instances.size() != other.instances.size() || !MessageDigest.isEqual(digest, other.digest)) {
            return false;
        }
        for (int i = 0; i < instances.size(); i++) {
            Object instance = instances.get(i).get();
            if (instance == null || instance != other.instances.get(i).get()) {
                return false;
            }
        }
        return true;
    }

    /** Adds the elements of the content. */
    @FunctionalInterface
    public interface Content {
        void describe(Builder to) throws IOException;
    }

    /**
     * The fingerprint of a content.
     *
     * @throws IOException if the content cannot be read
     */
    public static ContentFingerprint of(Content content) throws IOException {
        Builder builder = new Builder();
        content.describe(builder);
        return new ContentFingerprint(builder.digest.digest(), builder.instances);
    }

    /** Collects the elements of a content, in order. */
    public static final class Builder {
        private final MessageDigest digest = sha256();
        private final List<WeakReference<Object>> instances = new ArrayList<>(0);

        private Builder() {
        }

        /** Adds a text. */
        public Builder add(String text) {
            return octets('T', text.getBytes(StandardCharsets.UTF_8));
        }

        /** Adds an object by identity. */
        public Builder addInstance(Object instance) {
            instances.add(new WeakReference<>(instance));
            return octets('I', new byte[0]);
        }

        /**
         * Adds the octets of a repeatable source; of a file only its attributes.
         *
         * @throws IOException if the octets cannot be read
         */
        public Builder add(MessageSource source) throws IOException {
            if (source instanceof BytesSource bytes) {
                return octets('B', bytes.octets());
            }
            if (source instanceof FileSource file) {
                return add("file").add(file.path().toAbsolutePath().normalize().toString())
                        .add(file.size() + " " + file.modified());
            }
            if (!source.repeatable()) {
                return addInstance(source);
            }
            digest.update((byte) 'S');
            byte[] buffer = new byte[16 * 1024];
            long total = 0;
            try (InputStream in = source.open()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    total += n;
                }
            }
            length(total);
            return this;
        }

        private Builder octets(char kind, byte[] octets) {
            digest.update((byte) kind);
            length(octets.length);
            digest.update(octets);
            return this;
        }

        private void length(long length) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has SHA-256", e);
            }
        }
    }
}
