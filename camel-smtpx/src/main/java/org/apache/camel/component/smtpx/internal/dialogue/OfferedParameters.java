/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.EsmtpParameter;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.Notify;
import org.jspecify.annotations.Nullable;

/** The requested parameters of MAIL and RCPT that a server offers, in order. */
public final class OfferedParameters {

    /** Receives a requested parameter whose extension is not offered. */
    @FunctionalInterface
    public interface Missing {
        /**
         * Receives one parameter.
         *
         * @param parameter such as RET
         * @param extension its keyword in the reply to EHLO, such as DSN
         */
        void accept(String parameter, String extension);
    }

    private final Capabilities offered;
    private final Missing missing;
    /** Most mail has no parameters; the list is created for the first one. */
    private List<String> parameters = List.of();

    private OfferedParameters(Capabilities offered, Missing missing) {
        this.offered = offered;
        this.missing = missing;
    }

    /**
     * The older parameters of MAIL but SIZE, in the order RET BODY TRANSID ENVID AUTH XVERP.
     *
     * @param asked      RET, TRANSID and XVERP are taken from it
     * @param body       the body type to declare, which is offered; null for none
     * @param envelopeId ENVID in xtext; null for none
     * @param submitter  AUTH in xtext; null for none
     */
    public static List<String> ofMail(
            MailParameters asked, @Nullable BodyType body, @Nullable String envelopeId, @Nullable String submitter,
            Capabilities offered, Missing missing) {
        OfferedParameters out = new OfferedParameters(offered, missing);
        if (asked.dsnReturn() != null && out.isOffered("RET", "DSN")) {
            out.add(EsmtpParameter.dsnReturn(asked.dsnReturn()));
        }
        if (body != null) {
            out.add(EsmtpParameter.body(body));
        }
        if (asked.transactionId() != null && out.isOffered("TRANSID", "CHECKPOINT")) {
            out.add(EsmtpParameter.transactionId(asked.transactionId()));
        }
        if (envelopeId != null && out.isOffered("ENVID", "DSN")) {
            out.add(EsmtpParameter.envelopeId(envelopeId));
        }
        if (submitter != null && out.isOffered("AUTH", "AUTH")) {
            out.add(EsmtpParameter.auth(submitter));
        }
        if (asked.verp() != null && out.isOffered("XVERP", "XVERP")) {
            out.add(EsmtpParameter.verp(asked.verp()));
        }
        return out.parameters;
    }

    /**
     * Parameters of RCPT, which are offered, in the order NOTIFY ORCPT RRVS.
     *
     * @param notifyOn          empty for none
     * @param originalRecipient ORCPT as type, semicolon and xtext; null for none
     * @param validSince        null for none
     */
    public static List<String> ofRcpt(
            Set<Notify> notifyOn, @Nullable String originalRecipient, @Nullable Instant validSince) {
        if (notifyOn.isEmpty() && originalRecipient == null && validSince == null) {
            return List.of();
        }
        List<String> parameters = new ArrayList<>(3);
        if (!notifyOn.isEmpty()) {
            parameters.add(EsmtpParameter.notifyOn(notifyOn));
        }
        if (originalRecipient != null) {
            parameters.add(EsmtpParameter.originalRecipient(originalRecipient));
        }
        if (validSince != null) {
            parameters.add(EsmtpParameter.validSince(validSince));
        }
        return parameters;
    }

    private boolean isOffered(String parameter, String extension) {
        boolean available = offered.offers(extension);
        if (!available) {
            missing.accept(parameter, extension);
        }
        return available;
    }

    private void add(String parameter) {
        if (parameters.isEmpty()) {
            parameters = new ArrayList<>(4);
        }
        parameters.add(parameter);
    }
}
