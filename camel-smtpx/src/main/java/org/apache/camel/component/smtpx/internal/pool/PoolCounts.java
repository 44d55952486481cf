/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

/**
 * The numbers of a pool at one moment.
 *
 * @param connections open connections and those being opened
 * @param idle        connections without a message
 * @param inUse       connections with at least one message
 * @param pending     messages that wait for a connection
 */
public record PoolCounts(int connections, int idle, int inUse, int pending) {
}
