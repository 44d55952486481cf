/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

/**
 * What a pool holds at one moment.
 *
 * @param connections connections, those being opened or closed included
 * @param idle        of them, how many carry nothing
 * @param inUse       of them, how many carry something
 * @param pending     sends that wait for a connection
 */
public record PoolStatus(int connections, int idle, int inUse, int pending) {
}
