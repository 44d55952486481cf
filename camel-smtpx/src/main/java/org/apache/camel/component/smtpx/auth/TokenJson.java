/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * The members of a token endpoint's answer, which is one JSON object (RFC 8259) in UTF-8. Errors give the position and
 * quote nothing, since the text may be a secret.
 */
final class TokenJson {

    private final JsonObject members;

    private TokenJson(JsonObject members) {
        this.members = members;
    }

    /** @throws MalformedException if it is not one JSON object */
    static TokenJson parse(byte[] utf8) throws MalformedException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            // RFC 8259, section 8.1: a byte order mark may be ignored
            String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (Jsoner.deserialize(new StringReader(json)) instanceof JsonObject object) {
                return new TokenJson(object);
            }
            throw new MalformedException("not a JSON object");
        } catch (CharacterCodingException e) {
            throw new MalformedException("not UTF-8");
        } catch (DeserializationException e) {
            // Not as the cause: it quotes the text
            throw new MalformedException("not a JSON object at character " + Math.max(0, e.getPosition()));
        } catch (IOException | RuntimeException e) {
            throw new MalformedException("not a JSON object");
        }
    }

    /** The text member of this name; null if there is none. */
    @Nullable
    String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** The number member of this name; null if there is none. */
    @Nullable
    Number number(String name) {
        return members.get(name) instanceof Number number ? number : null;
    }

    /** The text is not what it should be. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }
}
