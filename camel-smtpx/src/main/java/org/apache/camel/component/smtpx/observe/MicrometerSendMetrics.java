/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.client.PoolStatus;
import org.apache.camel.component.smtpx.internal.content.MultiFormSource;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.support.CamelContextHelper;

/**
 * Meters of one server: {@code camel.smtpx.sends, recipients, time, octets, connections, pending, limited,
 * limit.connections, limit.rate}. Endpoints of the same server share them. The only class that knows Micrometer.
 */
final class MicrometerSendMetrics implements SendMetrics {

    private static final String PREFIX = "camel.smtpx.";
    private static final String SERVER = "server";

    private final MeterRegistry registry;
    private final List<Meter> all = new ArrayList<>();
    private final Map<String, Counter> sends = new HashMap<>();
    private final Map<Fate, Counter> recipients = new EnumMap<>(Fate.class);
    private final Timer composing;
    private final Timer waiting;
    private final Timer transaction;
    private final DistributionSummary octets;

    private MicrometerSendMetrics(MeterRegistry registry, String server, ServerPools pools) {
        this.registry = registry;
        for (String outcome : new String[] { "delivered", "partial", "refused", "unknown" }) {
            sends.put(outcome, kept(Counter.builder(PREFIX + "sends").description("Messages whose outcome is known")
                    .tags(SERVER, server, "outcome", outcome).register(registry)));
        }
        for (Fate fate : Fate.values()) {
            recipients.put(fate, kept(Counter.builder(PREFIX + "recipients").description("Recipients by fate")
                    .tags(SERVER, server, "fate", fate.name().toLowerCase(Locale.ROOT)).register(registry)));
        }
        composing = kept(timer(registry, server, "compose"));
        waiting = kept(timer(registry, server, "connection"));
        transaction = kept(timer(registry, server, "transaction"));
        octets = kept(DistributionSummary.builder(PREFIX + "octets").description("Size of messages")
                .baseUnit(BaseUnits.BYTES).tags(SERVER, server).register(registry));
        kept(gauge(registry, pools, server, "idle", PoolStatus::idle));
        kept(gauge(registry, pools, server, "busy", PoolStatus::inUse));
        kept(Gauge.builder(PREFIX + "pending", pools, one -> one.sum(server, PoolStatus::pending))
                .description("Messages that wait for a connection").tags(SERVER, server).register(registry));
        kept(limit(registry, pools, server, "limited", "Servers that limit this client",
                each -> each.isLimited() ? 1 : 0));
        kept(limit(registry, pools, server, "limit.connections", "Connections that the server serves, as far as known",
                ServerLimits::connections));
        kept(limit(registry, pools, server, "limit.rate", "Messages per second that the server accepts; infinite if unknown",
                ServerLimits::perSecond));
    }

    private static Gauge limit(
            MeterRegistry registry, ServerPools pools, String server, String name, String description,
            ToDoubleFunction<ServerLimits> number) {
        return Gauge.builder(PREFIX + name, pools, one -> one.limits(server).stream().mapToDouble(number).sum())
                .description(description).tags(SERVER, server).register(registry);
    }

    private <M extends Meter> M kept(M meter) {
        all.add(meter);
        return meter;
    }

    @Override
    public void remove() {
        all.forEach(registry::remove);
    }

    /** Bound to the one registry that the context has. */
    static SendMetrics of(CamelContext context, String server, ServerPools pools) {
        MeterRegistry registry = CamelContextHelper.findSingleByType(context, MeterRegistry.class);
        return registry == null ? NONE : new MicrometerSendMetrics(registry, server, pools);
    }

    private static Timer timer(MeterRegistry registry, String server, String stage) {
        return Timer.builder(PREFIX + "time").description("Time by stage of a send")
                .tags(SERVER, server, "stage", stage).register(registry);
    }

    private static Gauge gauge(
            MeterRegistry registry, ServerPools pools, String server, String state,
            ToDoubleFunction<PoolStatus> number) {
        return Gauge.builder(PREFIX + "connections", pools, one -> one.sum(server, number)).description("Open connections")
                .tags(SERVER, server, "state", state).register(registry);
    }

    @Override
    public void sent(Outcome outcome, MessageSource message, Duration took) {
        Counter counter = sends.get(name(outcome));
        if (counter != null) {
            counter.increment();
        }
        for (RecipientResult result : outcome.results()) {
            Counter fate = recipients.get(result.fate());
            if (fate != null) {
                fate.increment();
            }
        }
        composing.record(took);
        waiting.record(outcome.via().waited());
        transaction.record(outcome.via().took());
        long size = message instanceof MultiFormSource composed ? composed.lastSize() : message.size();
        if (size >= 0) {
            octets.record((double) size);
        }
    }

    private static String name(Outcome outcome) {
        if (outcome instanceof Outcome.Delivered) {
            return outcome.refused().isEmpty() ? "delivered" : "partial";
        }
        return outcome instanceof Outcome.Unknown ? "unknown" : "refused";
    }
}
