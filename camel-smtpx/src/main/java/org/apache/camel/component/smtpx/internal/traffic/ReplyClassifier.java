/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Which limit of the server a reply is about. The first row of the table that matches decides.
 *
 * <p>
 * A code alone decides where it can be about nothing but the session: at the greeting, at EHLO, at STARTTLS. Later a
 * 4yz reply may be about the sender, a recipient or the content (greylisting is 450 4.2.0, 451 4.7.1), so that the text
 * or a status of its own has to name the limit. Permanent replies are about no limit that time lifts. Pure functions.
 */
public final class ReplyClassifier {

    /**
     * A kind of reply.
     *
     * @param lever  the limit that it is about
     * @param stages where it counts; {@link #ANYWHERE} for all
     * @param status beginnings of enhanced status codes, at least one of which has to match; empty for any or none
     * @param text   what the text has to contain, in lower case; null for any text
     */
    private record Row(Lever lever, List<Stage> stages, List<String> status, @Nullable Pattern text) {

        boolean matches(Stage stage, @Nullable EnhancedStatus found, String lowerCase) {
            return (stages.isEmpty() || stages.contains(stage))
                    && (status.isEmpty() || found != null && status.stream().anyMatch(each -> matches(each, found.toString())))
                    && (text == null || text.matcher(lowerCase).find());
        }

        private static boolean matches(String pattern, String found) {
            return pattern.endsWith("*") ? found.startsWith(pattern.substring(0, pattern.length() - 1)) : found.equals(pattern);
        }
    }

    private static final List<Stage> ANYWHERE = List.of();
    private static final List<Stage> OPENING = List.of(Stage.GREETING, Stage.HELLO, Stage.STARTTLS);
    private static final List<Stage> LOGIN = List.of(Stage.AUTH);
    private static final List<Stage> SESSION = List.of(Stage.MAIL, Stage.DATA, Stage.CONTENT, Stage.FINAL);
    private static final List<Stage> RECIPIENT = List.of(Stage.RCPT);
    private static final List<String> ANY_STATUS = List.of();

    private static final List<Row> TABLE = List.of(
            // Gmail: 450 4.2.1 The user you are trying to contact is receiving mail at a rate that ...
            row(Lever.NONE, ANYWHERE, List.of("4.2.*"), "(user|recipient|account|mailbox) (you|that|is|has)|receiving mail"),
            row(Lever.NONE, RECIPIENT, ANY_STATUS, "grey ?list|gray ?list"),
            // Sendmail: 452 4.4.5 Insufficient disk space
            row(Lever.NONE, ANYWHERE, ANY_STATUS, "disk|storage"),
            // Exim: 421 too many messages in this connection. Yahoo: 421 Max message per connection reached
            row(Lever.MESSAGES, ANYWHERE, ANY_STATUS,
                    "(messages?|mails?|transactions?) (in|on|per|for|from|during) (this|a|one|each|your)? ?"
                                                      + "(same )?(smtp )?(connection|session)"),
            // Postfix, a rate and no limit of one message: 450 4.7.1 Error: too many recipients from 192.0.2.1
            row(Lever.RATE, ANYWHERE, List.of("4.7.*"), "too many recipients from"),
            row(Lever.RECIPIENTS, RECIPIENT, List.of("4.5.3"), null),
            row(Lever.RECIPIENTS, RECIPIENT, ANY_STATUS, "too many (recipients|rcpts?)|(recipients?|rcpt) (limit|count)"),
            // The limit of a connection when MAIL is answered so (RFC 3463, X.5.3)
            row(Lever.MESSAGES, List.of(Stage.MAIL), List.of("4.5.3"), null),
            row(Lever.NONE, ANYWHERE, ANY_STATUS, "too many (errors|bad|invalid|unknown|unrecogni[sz]ed|syntax|hops|commands)"),
            // Gmail, Microsoft: 454 4.7.0 Too many login attempts. Postfix: 450 4.7.1 Error: too many AUTH commands from
            row(Lever.LOGIN, ANYWHERE, ANY_STATUS,
                    "too many (failed )?(auth|login|logon)|(auth\\w*|login|logon)s? (rate|attempts)"),
            // Amazon SES, Microsoft: 454 4.7.0 Temporary authentication failure
            row(Lever.LOGIN, LOGIN, List.of("4.7.0", "4.7.1", "4.3.2"), "tempor|try again|later|busy|throttl|limit|rate"),
            row(Lever.CONNECTIONS, ANYWHERE, ANY_STATUS,
                    "too many (smtp |open |new |active |simultaneous |concurrent |parallel |tls )*(smtp )?"
                                                         + "(connections?|connects|sessions?|tls sessions|threads)"
                                                         + "|(connections?|sessions?|threads?) (count |rate |number )?"
                                                         + "(limit|quota)|(concurrent|simultaneous|parallel)"
                                                         + "|(number|maximum) of (\\w+ )*(connections|sessions)"),
            row(Lever.RATE, ANYWHERE, ANY_STATUS,
                    "rate.?limit|throttl|slow(ing)? down|too (much mail|many (messages|mails|emails|e-mails|requests))"
                                                  + "|too (fast|quick)|(sending|submission|message|mail|unusual) (rate|quota)"
                                                  + "|(quota|rate|limit) (has been |is |was )?exceeded|rate that|sending limit"
                                                  + "|(hourly|daily|minute|per.(second|minute|hour|day)) \\w* ?(limit|quota)"),
            // Microsoft: 451 4.7.500 Server busy. 4.4.5 is congestion (RFC 3463), Gmail 4.7.28 a rate
            row(Lever.RATE, ANYWHERE, List.of("4.7.28", "4.7.5*", "4.7.65*", "4.4.5"), null),
            row(Lever.CONNECTIONS, OPENING, ANY_STATUS, null),
            row(Lever.CONNECTIONS, SESSION, List.of("4.3.2"), null));

    private ReplyClassifier() {
    }

    private static Row row(Lever lever, List<Stage> stages, List<String> status, @Nullable String text) {
        return new Row(lever, stages, status, text == null ? null : Pattern.compile(text));
    }

    /**
     * The limit that a reply is about.
     *
     * @param stage where the reply was given
     * @param reply null when the connection ended without one
     */
    public static Lever lever(Stage stage, @Nullable Reply reply) {
        if (reply == null || !reply.isTransient()) {
            return Lever.NONE;
        }
        String text = reply.text().toLowerCase(Locale.ROOT);
        for (Row row : TABLE) {
            if (row.matches(stage, reply.status(), text)) {
                return row.lever();
            }
        }
        return Lever.NONE;
    }
}
