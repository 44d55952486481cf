/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.jspecify.annotations.Nullable;

/** SOCKS5 (RFC 1928) without a login, or with user name and password (RFC 1929). */
final class Socks5Handshake implements ProxyHandshake {

    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int PASSWORD = 2;
    private static final int NO_METHOD = 0xFF;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int MAX_NAME = 255;

    /** The reply that is awaited. */
    private enum Awaited {
        METHOD,
        LOGIN,
        CONNECTION
    }

    private final String server;
    private final int port;
    private final @Nullable String username;
    private final @Nullable String password;
    private Awaited awaited = Awaited.METHOD;
    private final int[] reply = new int[4 + 1 + 255 + 2];
    private int length;
    private boolean complete;

    Socks5Handshake(String server, int port, @Nullable String username, @Nullable String password) {
        this.server = server;
        this.port = port;
        this.username = username;
        this.password = password;
    }

    @Override
    public byte[] begin() {
        return username == null ? new byte[] { VERSION, 1, NO_LOGIN } : new byte[] { VERSION, 2, NO_LOGIN, PASSWORD };
    }

    @Override
    public byte[] read(int octet) throws ProxyException {
        reply[length++] = octet;
        if (awaited == Awaited.CONNECTION) {
            readConnection();
            return NOTHING;
        }
        if (length == 1 && awaited == Awaited.METHOD) {
            checkVersion();
        }
        if (length < 2) {
            return NOTHING;
        }
        length = 0;
        return awaited == Awaited.METHOD ? afterMethod(octet) : afterLogin(octet);
    }

    private void checkVersion() throws ProxyException {
        if (reply[0] != VERSION) {
            throw new ProxyException(
                    String.format("does not speak SOCKS5: its answer begins with 0x%02X", reply[0]), true);
        }
    }

    private byte[] afterMethod(int method) throws ProxyException {
        String user = username;
        String secret = password;
        if (method == NO_LOGIN) {
            return connect();
        }
        if (method == PASSWORD && user != null && secret != null) {
            awaited = Awaited.LOGIN;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(1);
            counted(out, user.getBytes(StandardCharsets.UTF_8));
            counted(out, secret.getBytes(StandardCharsets.UTF_8));
            return out.toByteArray();
        }
        if (method == NO_METHOD) {
            throw new ProxyException(
                    user == null ? "requires a login" : "accepts neither user name and password nor a connection without them",
                    true);
        }
        throw new ProxyException("chose a login that was not offered: " + method, true);
    }

    /** The version octet is not checked, since some proxies answer with that of SOCKS. */
    private byte[] afterLogin(int status) throws ProxyException {
        if (status != 0) {
            throw new ProxyException("refused the user name or the password (status " + status + ")", true);
        }
        return connect();
    }

    private byte[] connect() throws ProxyException {
        if (server.length() > MAX_NAME) {
            throw new ProxyException("cannot be given a name of more than 255 octets", true);
        }
        awaited = Awaited.CONNECTION;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        out.write(CONNECT);
        out.write(0);
        byte @Nullable [] address = DomainSyntax.ipAddress(server);
        if (address == null) {
            out.write(NAME);
            counted(out, server.getBytes(StandardCharsets.US_ASCII));
        } else {
            out.write(address.length == 4 ? IPV4 : IPV6);
            out.writeBytes(address);
        }
        out.write(port >> 8);
        out.write(port);
        return out.toByteArray();
    }

    private static void counted(ByteArrayOutputStream out, byte[] octets) {
        out.write(octets.length);
        out.writeBytes(octets);
    }

    private void readConnection() throws ProxyException {
        if (length == 1) {
            checkVersion();
        } else if (length == 2 && reply[1] != 0) {
            throw refused(reply[1]);
        } else if (length >= 5) {
            complete = length == 4 + addressLength() + 2;
        }
    }

    /** The length of the address that the proxy connects from, with what precedes a name. */
    private int addressLength() throws ProxyException {
        return switch (reply[3]) {
            case IPV4 -> 4;
            case NAME -> 1 + reply[4];
            case IPV6 -> 16;
            default -> throw new ProxyException("sent a malformed SOCKS5 reply: address type " + reply[3], false);
        };
    }

    /** RFC 1928, section 6. */
    private static ProxyException refused(int code) {
        String why = switch (code) {
            case 1 -> "has failed";
            case 2 -> "does not allow this connection";
            case 3 -> "cannot reach the network of the server";
            case 4 -> "cannot reach the server, or does not know its name";
            case 5 -> "was refused the connection by the server";
            case 6 -> "had no answer from the server in time";
            case 7 -> "does not support connections to servers";
            case 8 -> "does not support this type of address";
            default -> "has failed for an unknown reason";
        };
        return new ProxyException(why + " (SOCKS5 reply " + code + ")", code == 2 || code == 7 || code == 8);
    }

    @Override
    public boolean isComplete() {
        return complete;
    }
}
