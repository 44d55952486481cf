/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.client.PoolStatus;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.support.PluginHelper;

/**
 * The clients of a component. Endpoints that differ only in what they say about a message share one, and with it its
 * connections: dynamic endpoints need no more of them than a static one.
 */
final class SharedClients {

    /** Options that no client knows. One that is missing here costs a client too many, and never one too few. */
    private static final Set<String> ABOUT_MESSAGES = Set.of("from", "to", "cc", "bcc", "replyTo", "subject", "contentType",
            "alternativeBodyHeader", "raw", "useHeaderFrom", "useHeaderRecipients", "useHeaderReplyTo", "useHeaderSubject",
            "headerFilterStrategy", "includeHeaders", "sender", "recipients", "exactAddresses", "skipBad", "failOnPartial", "mailVerb", "size",
            "bodyType", "transactionId", "verp", "authSubmitter", "envelopeHeaders", "maxRecipients", "dsnNotify", "dsnReturn",
            "envelopeId", "originalRecipient", "dkimDomain", "dkimSelector", "dkimKey", "operation", "argument");

    /** Makes a client. */
    interface Maker {
        SmtpClient make() throws Exception;
    }

    /** A client and its endpoints. */
    static final class Shared {
        private final SmtpClient client;
        private final String server;
        private final Map<String, Object> key;
        private int endpoints;

        private Shared(SmtpClient client, String server, Map<String, Object> key) {
            this.client = client;
            this.server = server;
            this.key = key;
        }

        SmtpClient client() {
            return client;
        }
    }

    private final Map<Map<String, Object>, Shared> clients = new HashMap<>();

    /** The client for an endpoint, made if there is none like it. */
    synchronized Shared acquire(SmtpxEndpoint endpoint, Maker maker) throws Exception {
        Map<String, Object> key = key(endpoint.getConfiguration(), endpoint.getCamelContext());
        Shared shared = clients.get(key);
        if (shared == null) {
            shared = new Shared(maker.make(), endpoint.getServiceUrl(), key);
            clients.put(key, shared);
        }
        shared.endpoints++;
        return shared;
    }

    /** An endpoint needs it no more; true when no other does and the client is to be closed. */
    synchronized boolean release(Shared shared) {
        shared.endpoints--;
        return shared.endpoints == 0 && clients.remove(shared.key, shared);
    }

    /** A number of all pools of a server together. */
    synchronized double sum(String server, ToDoubleFunction<PoolStatus> number) {
        return clients.values().stream().filter(shared -> shared.server.equals(server))
                .mapToDouble(shared -> number.applyAsDouble(shared.client.status())).sum();
    }

    /** What a client is made of. Beans count as they compare themselves, most of them by identity. */
    private static Map<String, Object> key(SmtpxConfiguration options, CamelContext context) {
        Map<String, Object> key = new HashMap<>();
        PluginHelper.getBeanIntrospection(context).getProperties(options, key, null, false);
        key.keySet().removeAll(ABOUT_MESSAGES);
        return key;
    }
}
