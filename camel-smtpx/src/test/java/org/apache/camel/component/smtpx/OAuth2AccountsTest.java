/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.OAuth2Exception;
import org.apache.camel.component.smtpx.auth.OAuth2Settings;
import org.apache.camel.component.smtpx.auth.TokenServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OAuth2AccountsTest {

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final OAuth2Accounts accounts = new OAuth2Accounts(warnings::add);

    private CredentialsSupplier supplier(TokenServer tokens, String username) {
        return accounts.supplier(
                OAuth2Settings.clientCredentials(tokens.uri(), "me", "s3cret"), username, null, null,
                new DefaultCamelContext());
    }

    private static void refused(CredentialsSupplier supplier) {
        assertThatThrownBy(supplier::get).isInstanceOf(OAuth2Exception.class);
    }

    @Test
    void anAccountThatIsRefusedForGoodIsWarnedOfOnce() throws Exception {
        try (TokenServer tokens = new TokenServer()) {
            tokens.answering(400, "{\"error\":\"invalid_client\",\"error_description\":\"s3cret is wrong\"}")
                    .answering(400, "{\"error\":\"invalid_grant\"}");

            for (int mail = 0; mail < 20; mail++) {
                refused(supplier(tokens, "ann@example.com"));
                refused(supplier(tokens, "bob@example.com"));
            }

            assertThat(tokens.requests).hasSize(2);
            assertThat(warnings).hasSize(2);
            assertThat(warnings.get(0)).contains("ann@example.com", "invalid_client").doesNotContain("s3cret");
            assertThat(warnings.get(1)).contains("bob@example.com", "invalid_grant");
        }
    }

    @Test
    void anEndpointThatIsInTroubleForAWhileIsNotWarnedOf() throws Exception {
        try (TokenServer tokens = new TokenServer().answering(503, "later")) {
            refused(supplier(tokens, "ann@example.com"));
            assertThat(warnings).isEmpty();
        }
    }

    /** Several mailboxes of one user, or several scopes, have one refresh token, which the provider rotates. */
    @Test
    void accountsWithOneRefreshTokenUseTheNewest() throws Exception {
        try (TokenServer tokens = new TokenServer()) {
            for (int i = 1; i <= 3; i++) {
                tokens.answering(200, "{\"access_token\":\"a" + i + "\",\"refresh_token\":\"r" + i + "\"}");
            }
            OAuth2Settings settings = OAuth2Settings.refreshToken(tokens.uri(), "me", null, "r0");
            DefaultCamelContext context = new DefaultCamelContext();

            accounts.supplier(settings, "ann@example.com", null, null, context).get();
            accounts.supplier(settings, "office@example.com", null, null, context).get();
            accounts.supplier(settings.withScope("send"), "ann@example.com", null, null, context).get();

            assertThat(tokens.requests).map(request -> request.replaceAll(".*refresh_token=(r.).*", "$1"))
                    .containsExactly("r0", "r1", "r2");
        }
    }

    @Test
    void accountsWithOneRefreshTokenAskOneAfterTheOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (TokenServer tokens = new TokenServer()) {
            OAuth2Settings settings = OAuth2Settings.refreshToken(tokens.uri(), "me", null, "r0");
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
                tokens.answering(200, "{\"access_token\":\"a" + i + "\",\"refresh_token\":\"r" + i + "\"}");
            }
            for (int i = 1; i <= 8; i++) {
                String username = "box" + i + "@example.com";
                asked.add(threads.submit(
                        () -> accounts.supplier(settings, username, null, null, new DefaultCamelContext()).get()));
            }
            for (Future<?> each : asked) {
                each.get(20, TimeUnit.SECONDS);
            }
            assertThat(tokens.requests).map(request -> request.replaceAll(".*refresh_token=(r.).*", "$1"))
                    .containsExactly("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7");
        } finally {
            threads.shutdownNow();
        }
    }
}
