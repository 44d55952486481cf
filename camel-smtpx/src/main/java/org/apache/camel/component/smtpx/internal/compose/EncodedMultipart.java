/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.text.Folding;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.jspecify.annotations.Nullable;

/**
 * A multipart whose parts are encoded anew, because as it is given it holds a NUL or a line that is too long for mail.
 * The parts keep their types and their places; what is no part, the text around them, is left out.
 */
final class EncodedMultipart {

    private static final int MAX_DEPTH = 100;
    private static final String DISPOSITION = "Content-Disposition";

    private EncodedMultipart() {
    }

    /** @throws IllegalArgumentException if the multipart has no parts */
    static Part of(Multipart multipart, ContentType type, Exchange exchange) throws MessagingException, IOException {
        return of(multipart, type, exchange, 0);
    }

    private static Part of(Multipart multipart, ContentType type, Exchange exchange, int depth)
            throws MessagingException, IOException {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < multipart.getCount(); i++) {
            BodyPart given = multipart.getBodyPart(i);
            Part part = part(given, exchange, depth);
            keepFields(given, part);
            parts.add(part);
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("The body is a multipart without parts");
        }
        return new MultiPart(type, parts);
    }

    private static Part part(BodyPart given, Exchange exchange, int depth) throws MessagingException, IOException {
        ContentType type = type(given);
        if (type.match("multipart/*") && depth < MAX_DEPTH && given.getContent() instanceof Multipart inner) {
            return of(inner, type, exchange, depth + 1);
        }
        MessageSource content = SpooledOctets.of(exchange, out -> {
            try (InputStream in = given.getInputStream()) {
                in.transferTo(out);
            } catch (MessagingException e) {
                throw new IOException("A part of the body cannot be read: " + e.getMessage(), e);
            }
        }).source();
        return AttachedPart.part(type, content);
    }

    private static ContentType type(BodyPart given) throws MessagingException {
        try {
            return MediaTypes.parse("Content-Type", Folding.unfold(given.getContentType()));
        } catch (IllegalArgumentException e) {
            return AttachmentFields.UNKNOWN;
        }
    }

    private static void keepFields(BodyPart given, Part part) throws MessagingException {
        String disposition = disposition(first(given, DISPOSITION));
        if (disposition != null) {
            part.setHeader(DISPOSITION, disposition);
        }
        for (String name : new String[] { "Content-ID", "Content-Description", "Content-Language", "Content-Location" }) {
            String value = first(given, name);
            String written = value == null ? null : written(name, value);
            if (written != null) {
                part.setHeader(name, written);
            }
        }
    }

    private static @Nullable String first(BodyPart given, String name) throws MessagingException {
        String[] values = given.getHeader(name);
        return values == null ? null : Folding.unfold(values[0]);
    }

    private static @Nullable String disposition(@Nullable String value) {
        try {
            if (value == null) {
                return null;
            }
            ContentDisposition read = new ContentDisposition(value);
            ParameterList parameters = read.getParameterList();
            return Parameters.write(
                    DISPOSITION, read.getDisposition(), parameters == null ? new ParameterList() : parameters);
        } catch (ParseException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The value as it is written, or null if it is not valid. */
    private static @Nullable String written(String name, String value) {
        try {
            return new FieldWriter(new ArrayList<>()).write(name, value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
