/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

/**
 * The connections of a pool, and the sends that wait for one, at one moment.
 *
 * @param connections connections, those being opened or closed included
 * @param idle        connections without a transaction
 * @param inUse       connections with a transaction or a command in flight
 * @param pending     sends and commands that wait for a connection
 */
public record PoolStatus(int connections, int idle, int inUse, int pending) {
}
