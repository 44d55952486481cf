/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

/** What became of one recipient's mail. The names are those in the result. */
enum Fate {
    DELIVERED,
    REJECTED,
    /** Not sent, or refused for now; the next run tries again. */
    FAILED,
    /** It may have arrived or not; only {@code --retry-unknown} sends it again. */
    UNKNOWN
}
