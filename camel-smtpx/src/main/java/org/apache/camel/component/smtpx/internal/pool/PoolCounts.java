/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

/**
 * A snapshot of the counts of a pool.
 *
 * @param connections open connections and those being opened
 * @param idle        connections with nothing in flight
 * @param inUse       connections with a message in flight
 * @param pending     requests that wait for a connection
 */
public record PoolCounts(int connections, int idle, int inUse, int pending) {
}
