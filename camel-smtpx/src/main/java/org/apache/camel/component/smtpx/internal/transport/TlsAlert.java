/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.nio.ByteBuffer;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Finds an unencrypted alert (RFC 5246, section 7.2) among the records that a failed handshake left unread. */
public final class TlsAlert {

    private static final int HEADER = 5;
    private static final int ALERT = 21;
    private static final int FATAL = 2;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(40, "handshake_failure"), Map.entry(42, "bad_certificate"), Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"), Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"), Map.entry(47, "illegal_parameter"), Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"), Map.entry(50, "decode_error"), Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"), Map.entry(71, "insufficient_security"), Map.entry(80, "internal_error"),
            Map.entry(86, "inappropriate_fallback"), Map.entry(112, "unrecognized_name"),
            Map.entry(116, "certificate_required"), Map.entry(120, "no_application_protocol"));

    private TlsAlert() {
    }

    /** The name of the first fatal alert; null if there is none. */
    public static @Nullable String fatal(ByteBuffer records) {
        while (records.remaining() >= HEADER) {
            int type = records.get();
            records.getShort();
            int length = records.getShort() & 0xFFFF;
            if (length > records.remaining()) {
                return null;
            }
            if (type == ALERT && length == 2 && records.get(records.position()) == FATAL) {
                int code = records.get(records.position() + 1) & 0xFF;
                return NAMES.getOrDefault(code, String.valueOf(code));
            }
            records.position(records.position() + length);
        }
        return null;
    }
}
