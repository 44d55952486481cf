/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationExtractor;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.SpanLifecycleManager;
import org.apache.camel.telemetry.Tracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a span of camel-telemetry tells about a send. */
class TracingTest {

    @Test
    void aSpanHasTheServerTheReplyAndTheCountsButNoAddress() throws Exception {
        try (SmtpxTestServer server = new SmtpxTestServer(); DefaultCamelContext camel = new DefaultCamelContext()) {
            server.onRecipient("bob@example.org").reply("550 5.1.1 bob@example.org is not known");
            List<RecordedSpan> spans = trace(camel);
            camel.start();

            camel.createProducerTemplate().send(
                    "smtpx:127.0.0.1:" + server
                            .port() + "?skipBad=true&from=ann@example.org&to=cy@example.org,bob@example.org&subject=Hi",
                    exchange -> exchange.getMessage().setBody("Hello"));

            RecordedSpan span = send(spans);
            assertThat(span.tags).containsEntry("component", "camel-smtpx").containsEntry("url.scheme", "smtpx")
                    .containsEntry("server.address", "127.0.0.1:" + server.port()).containsEntry("server.protocol", "smtp")
                    .containsEntry("smtp.server", "127.0.0.1:" + server.port()).containsEntry("smtp.reply.code", "250")
                    .containsEntry("smtp.recipients.delivered", "1").containsEntry("smtp.recipients.rejected", "1")
                    .containsKey("smtp.plan");
            assertThat(span.error).isFalse();
            assertThat(span.toString()).doesNotContain("@");
        }
    }

    @Test
    void aFailedSendIsAnErrorWithItsStatus() throws Exception {
        try (SmtpxTestServer server = new SmtpxTestServer(); DefaultCamelContext camel = new DefaultCamelContext()) {
            server.onRecipient("bob@example.org").reply("452 4.2.2 bob@example.org is over quota");
            List<RecordedSpan> spans = trace(camel);
            camel.start();

            camel.createProducerTemplate().send(
                    "smtpx:127.0.0.1:" + server.port() + "?from=ann@example.org&to=bob@example.org",
                    exchange -> exchange.getMessage().setBody("Hello"));

            RecordedSpan span = send(spans);
            assertThat(span.error).isTrue();
            assertThat(span.tags).containsEntry("smtp.reply.code", "452").containsEntry("smtp.reply.enhanced_status", "4.2.2")
                    .containsEntry("smtp.recipients.failed", "1");
            assertThat(span.logs).containsExactly(
                    Map.of("event", "error", "error.kind", SmtpxTransientException.class.getName()));
            assertThat(span.toString()).doesNotContain("@");
        }
    }

    private static RecordedSpan send(List<RecordedSpan> spans) {
        return spans.stream().filter(span -> "camel-smtpx".equals(span.tags.get("component"))).findFirst().orElseThrow();
    }

    private static List<RecordedSpan> trace(CamelContext camel) {
        RecordingTracer tracer = new RecordingTracer();
        tracer.init(camel);
        return tracer.spans;
    }

    private static final class RecordingTracer extends Tracer {

        private final List<RecordedSpan> spans = new CopyOnWriteArrayList<>();

        @Override
        protected void initTracer() {
            setSpanLifecycleManager(new SpanLifecycleManager() {

                @Override
                public Span create(String name, @Nullable Span parent, SpanContextPropagationExtractor extractor) {
                    RecordedSpan span = new RecordedSpan();
                    spans.add(span);
                    return span;
                }

                @Override
                public void activate(Span span) {
                    // nothing is bound to the thread
                }

                @Override
                public void deactivate(Span span) {
                    // nothing is bound to the thread
                }

                @Override
                public void close(Span span) {
                    // the test looks at open and closed spans
                }

                @Override
                public void inject(Span span, SpanContextPropagationInjector injector, boolean includeTracing) {
                    // no other process continues the trace
                }
            });
        }
    }

    private static final class RecordedSpan implements Span {

        private final Map<String, String> tags = new TreeMap<>();
        private final List<Map<String, String>> logs = new CopyOnWriteArrayList<>();
        private boolean error;

        @Override
        public void log(Map<String, String> fields) {
            logs.add(fields);
        }

        @Override
        public void setTag(String key, String value) {
            tags.put(key, value);
        }

        @Override
        public void setComponent(String component) {
            tags.put("component", component);
        }

        @Override
        public void setError(boolean isError) {
            error = isError;
        }

        @Override
        public String toString() {
            return tags + " " + logs;
        }
    }
}
