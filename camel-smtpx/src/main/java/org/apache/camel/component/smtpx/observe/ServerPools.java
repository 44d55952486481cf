/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.util.function.ToDoubleFunction;

import org.apache.camel.component.smtpx.client.PoolStatus;

/** The connection pools of a component, by server. */
public interface ServerPools {

    /** The sum of one number over all pools of a server. */
    double sum(String server, ToDoubleFunction<PoolStatus> number);
}
