/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.util.List;

import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.jspecify.annotations.Nullable;

/** The numbers of an endpoint that the developer console shows. */
public interface EndpointStatus {

    /** The server, or the list of servers. */
    String getServiceUrl();

    /** Whether a producer of this endpoint is started. */
    boolean isInUse();

    /** The URI with which Camel's registry knows the endpoint. */
    String getEndpointUri();

    int getConnections();

    int getIdleConnections();

    int getConnectionsInUse();

    int getPending();

    long getMessages();

    long getDelivered();

    long getRejected();

    long getFailed();

    long getUnknown();

    /** The servers of the list to which no connection could be made last, each with the reason. */
    List<String> getUnavailableServers();

    /** How fast each server of the list is sent to, and why; empty while the endpoint is not in use. */
    List<ServerLimits> limits();

    /** The last failure, or null. */
    @Nullable
    String getLastError();
}
