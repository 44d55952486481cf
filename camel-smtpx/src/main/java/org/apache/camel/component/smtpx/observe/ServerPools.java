/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.apache.camel.component.smtpx.client.PoolStatus;
import org.apache.camel.component.smtpx.mail.ServerLimits;

/** The connection pools of a component, by server. */
public interface ServerPools {

    /** The sum of one number over all pools of a server. */
    double sum(String server, ToDoubleFunction<PoolStatus> number);

    /** The limits of a server, or of each server of a list, in all pools. */
    List<ServerLimits> limits(String server);
}
