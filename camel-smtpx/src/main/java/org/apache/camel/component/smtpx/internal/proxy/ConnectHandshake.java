/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.jspecify.annotations.Nullable;

/** HTTP CONNECT (RFC 9110, section 9.3.6) with Basic authentication (RFC 7617). */
final class ConnectHandshake implements ProxyHandshake {

    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_SHOWN = 200;
    private static final Pattern STATUS_LINE
            = Pattern.compile("HTTP/1\\.[0-9] ([1-5][0-9][0-9])(?: .*)?", Pattern.DOTALL);

    private final String request;
    private final boolean login;
    private final Secrets secrets = new Secrets();
    private final StringBuilder line = new StringBuilder();
    /** Octets of the answer. */
    private int received;
    /** The status of the answer whose header is being read; 0 before its first line. */
    private int status;
    private boolean complete;

    ConnectHandshake(String server, int port, @Nullable String username, @Nullable String password) {
        String authority = (server.indexOf(':') < 0 ? server : "[" + server + "]") + ":" + port;
        this.login = username != null && password != null;
        StringBuilder text = new StringBuilder("CONNECT ").append(authority).append(" HTTP/1.1\r\nHost: ").append(authority)
                .append("\r\n");
        if (username != null && password != null) {
            String pair = username + ":" + password;
            secrets.addCredential(password);
            secrets.addCredential(pair);
            text.append("Proxy-Authorization: Basic ")
                    .append(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))).append("\r\n");
        }
        this.request = text.append("\r\n").toString();
    }

    @Override
    public byte[] begin() {
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] read(int octet) throws ProxyException {
        if (++received > MAX_HEAD) {
            throw new ProxyException("sent an HTTP header of more than " + MAX_HEAD + " octets", false);
        }
        if (octet != '\n') {
            line.append((char) octet);
            return NOTHING;
        }
        if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        if (status == 0) {
            readStatus();
        } else if (line.length() == 0) {
            // An interim answer (RFC 9110, section 15.2) precedes the final one.
            complete = status >= 200;
            status = 0;
        }
        line.setLength(0);
        return NOTHING;
    }

    private void readStatus() throws ProxyException {
        Matcher matcher = STATUS_LINE.matcher(line);
        String shown = Printable.line(secrets.redact(line.toString()), MAX_SHOWN);
        if (!matcher.matches()) {
            throw new ProxyException("does not speak HTTP: " + shown, true);
        }
        status = Integer.parseInt(matcher.group(1));
        String answer = shown.substring(shown.indexOf(' ') + 1);
        if (status == 407 || status == 401) {
            // 401 is what tinyproxy answers to a wrong password.
            throw new ProxyException((login ? "refused the user name or the password: " : "requires a login: ") + answer, true);
        }
        if (status >= 300) {
            throw new ProxyException("does not connect: " + answer, status == 403 || status == 405);
        }
    }

    @Override
    public boolean isComplete() {
        return complete;
    }
}
