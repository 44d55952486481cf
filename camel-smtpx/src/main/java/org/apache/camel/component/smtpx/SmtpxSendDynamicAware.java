/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets {@code toD} use one endpoint for all messages that differ in sender, recipients, subject and the like:
 *
 * <pre>
 * .toD("smtpx:mail.example.org?from=ann@example.com&amp;to=${header.to}&amp;subject=Hello ${header.name}")
 * </pre>
 *
 * Each option of the URI is evaluated by itself, so that a header never adds an option.
 */
@SendDynamic("smtpx")
public class SmtpxSendDynamicAware extends SendDynamicAwareSupport {

    private volatile @Nullable Template template;

    /** A {@code toD} has one URI; the field keeps the last one. */
    private record Template(String uri, @Nullable DynamicUri parsed) {
    }

    /** The options of the URI are read here: an alias of the component has no list of them. */
    @Override
    protected void doInit() {
        // nothing to load
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /** Null, as Camel allows, for a URI that cannot be optimised. */
    @Override
    @SuppressWarnings("NullAway")
    public @Nullable DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        DynamicUri parsed = parsed(originalUri, exchange.getContext());
        return parsed == null
                ? null
                : new DynamicAwareEntry(parsed.endpointUri(exchange), originalUri, Map.of(), parsed.messageOptions(exchange));
    }

    private @Nullable DynamicUri parsed(String uri, CamelContext context) {
        Template known = template;
        if (known == null || !known.uri.equals(uri)) {
            known = new Template(
                    uri, DynamicUri.parse(EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, uri), context));
            template = known;
        }
        return known.parsed;
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        return entry.getUri();
    }

    @Override
    public @Nullable Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        Map<String, Object> options = entry.getLenientProperties();
        return options.isEmpty() ? null : target -> MessageOptions.set(target, options);
    }

    @Override
    public @Nullable Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return entry.getLenientProperties().isEmpty() ? null : MessageOptions::remove;
    }
}
