/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.DeliverBy;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Notify;

/** The text of the parameters of MAIL and RCPT. Values are validated and encoded by the caller. */
public final class EsmtpParameter {

    /** RFC 6531. */
    public static final String SMTPUTF8 = "SMTPUTF8";

    /** RFC 8689. */
    public static final String REQUIRETLS = "REQUIRETLS";

    /** Requests a reply for each recipient behind the message. */
    public static final String PRDR = "PRDR";

    private EsmtpParameter() {
    }

    /** SIZE of MAIL (RFC 1870), in octets. */
    public static String size(long octets) {
        return "SIZE=" + octets;
    }

    /** RET of MAIL (RFC 3461). */
    public static String dsnReturn(DsnReturn part) {
        return "RET=" + part;
    }

    /** BODY of MAIL (RFC 6152, RFC 3030). */
    public static String body(BodyType type) {
        return "BODY=" + type.keyword();
    }

    /** TRANSID of MAIL (RFC 1845). */
    public static String transactionId(String id) {
        return "TRANSID=<" + id + ">";
    }

    /** ENVID of MAIL (RFC 3461), as xtext. */
    public static String envelopeId(String xtext) {
        return "ENVID=" + xtext;
    }

    /** AUTH of MAIL (RFC 4954), as xtext or {@code <>}. */
    public static String auth(String xtext) {
        return "AUTH=" + xtext;
    }

    /** XVERP of MAIL (Postfix); the delimiters may be empty. */
    public static String verp(String delimiters) {
        return delimiters.isEmpty() ? "XVERP" : "XVERP=" + delimiters;
    }

    /** NOTIFY of RCPT (RFC 3461). */
    public static String notifyOn(Set<Notify> events) {
        return "NOTIFY=" + events.stream().map(Notify::name).collect(Collectors.joining(","));
    }

    /** ORCPT of RCPT (RFC 3461): address type, semicolon, xtext. */
    public static String originalRecipient(String encoded) {
        return "ORCPT=" + encoded;
    }

    /** RRVS of RCPT (RFC 7293). */
    public static String validSince(Instant since) {
        return "RRVS=" + utc(since);
    }

    /** BY of MAIL (RFC 2852). */
    public static String deliverBy(DeliverBy by) {
        return "BY=" + by;
    }

    /** HOLDFOR of MAIL (RFC 4865), in whole seconds. */
    public static String holdFor(Duration time) {
        return "HOLDFOR=" + time.toSeconds();
    }

    /** HOLDUNTIL of MAIL (RFC 4865). */
    public static String holdUntil(Instant time) {
        return "HOLDUNTIL=" + utc(time);
    }

    /** MT-PRIORITY of MAIL (RFC 6710). */
    public static String priority(int value) {
        return "MT-PRIORITY=" + value;
    }

    /** RFC 3339 in UTC and whole seconds. */
    private static String utc(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
