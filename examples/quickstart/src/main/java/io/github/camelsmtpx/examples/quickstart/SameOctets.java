/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file arrived as it was. */
enum SameOctets {
    YES,
    /** Its bare CRs and LFs became CRLF, or DATA closed its last line: SMTP demands both. */
    BUT_LINE_ENDS,
    NO;

    static SameOctets compare(Path sent, StoredMail stored) throws IOException {
        String asStored = Canonical.sha256(stored.octets());
        if (!asStored.equals(stored.sha256())) {
            return NO; // the store's own file is not what came over the wire
        }
        if (Canonical.sha256(sent).equals(asStored)) {
            return YES;
        }
        try (InputStream canonical = new Canonical(Files.newInputStream(sent));
             InputStream closed = new SequenceInputStream(
                     new Canonical(Files.newInputStream(sent)), new ByteArrayInputStream(new byte[] { '\r', '\n' }))) {
            return Canonical.sha256(canonical).equals(asStored) || Canonical.sha256(closed).equals(asStored)
                    ? BUT_LINE_ENDS : NO;
        }
    }
}
