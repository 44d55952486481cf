/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Delivery status notifications (RFC 3464, RFC 6522, RFC 6533), read into
 * {@link org.apache.camel.component.smtpx.dsn.DeliveryReport} values.
 * <p>
 * Input comes from strangers: parsing takes linear time and bounded memory, and a field that is missing or malformed is
 * reported as unknown. Reports are immutable.
 */
@NullMarked
package org.apache.camel.component.smtpx.dsn;

import org.jspecify.annotations.NullMarked;
