/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import javax.security.sasl.SaslClient;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.session.MailOptions;
import org.apache.camel.component.smtpx.session.MessageStream;
import org.apache.camel.component.smtpx.session.NotOfferedException;
import org.apache.camel.component.smtpx.session.NotSentException;
import org.apache.camel.component.smtpx.session.RecipientOptions;
import org.apache.camel.component.smtpx.session.SessionSettings;
import org.apache.camel.component.smtpx.session.SmtpReplyException;
import org.apache.camel.component.smtpx.session.SmtpSession;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import static org.apache.camel.component.smtpx.oracle.CallValue.isTrue;
import static org.apache.camel.component.smtpx.oracle.CallValue.joined;
import static org.apache.camel.component.smtpx.oracle.CallValue.octets;
import static org.apache.camel.component.smtpx.oracle.CallValue.text;

/**
 * Executes the calls of one scenario with one {@link SmtpSession}, and says what each did.
 * <p>
 * Credentials may go in clear, as Net::SMTP does without a word, except in scenarios that are about just that
 * ({@code in-clear} in their id). The server's texts are read as ISO-8859-1, so that each octet is one character. MAIL
 * says SMTPUTF8 when an address of the same transaction further on needs it, since the call language cannot say it.
 */
final class OracleCalls {

    private static final Set<String> SETS_VALUE = Set.of("hello", "supports", "banner", "domain", "host", "expand", "help");

    private final String id;
    private final List<Map<String, Object>> calls = new ArrayList<>();
    private final List<String> debug = Collections.synchronizedList(new ArrayList<>());
    private SmtpSession session;
    private Reply failedOpening;
    private boolean noReply;
    private boolean notOffered;

    OracleCalls(JsonObject resolved) {
        this.id = String.valueOf(resolved.get("id"));
        for (Object call : (List<?>) resolved.get("calls")) {
            calls.add(map(call));
        }
    }

    /** Executes them all, and drops the connection. */
    JsonObject run() throws InterruptedException {
        JsonArray results = new JsonArray();
        for (int i = 0; i < calls.size(); i++) {
            results.add(run(i));
        }
        if (session != null) {
            session.close();
        }
        JsonObject record = new JsonObject();
        record.put("id", id);
        JsonObject client = new JsonObject();
        client.put("name", "camel-smtpx SmtpSession");
        client.put("java", System.getProperty("java.version"));
        record.put("client", client);
        record.put("results", results);
        return record;
    }

    private JsonObject run(int index) throws InterruptedException {
        Map<String, Object> call = calls.get(index);
        String op = text(call.get("op"));
        JsonObject result = new JsonObject();
        result.put("op", op);
        if (op.equals("sleep")) {
            Thread.sleep(((Number) arguments(call).get(0)).longValue());
            return result;
        }
        if (!op.equals("new") && session == null) {
            result.put("skipped", true);
            return result;
        }
        List<String> warnings = new ArrayList<>();
        notOffered = false;
        boolean ok = false;
        try {
            ok = perform(index, op, call, result, warnings);
        } catch (NotOfferedException e) {
            notOffered = !op.equals("mail") && !op.startsWith("bdat");
        } catch (SmtpReplyException | NotSentException e) {
            ok = false;
        } catch (NoReplyException e) {
            if (op.equals("new")) {
                failedOpening = e.reply();
                noReply = e.reply() == null && (e.stage() == Stage.GREETING || e.stage() == Stage.HELLO);
            }
        } catch (IOException | RuntimeException e) {
            result.put("died", kind(op, call, e));
            result.put("error", String.valueOf(e.getMessage()));
        }
        result.put("ok", ok);
        if (SETS_VALUE.contains(op) && !result.containsKey("value")) {
            result.put("value", op.equals("expand") ? new JsonArray() : null);
        }
        reply(result);
        if (!warnings.isEmpty()) {
            result.put("warnings", new JsonArray(warnings));
        }
        synchronized (debug) {
            if (!debug.isEmpty()) {
                result.put("debug_output", new JsonArray(debug));
                debug.clear();
            }
        }
        return result;
    }

    private static String kind(String op, Map<String, Object> call, Exception e) {
        if (op.equals("auth") && call.get("sasl") == null && text(argument(call, 0)).isEmpty()) {
            return "no-username";
        }
        if (op.equals("starttls") && e instanceof IllegalStateException) {
            return "already-tls";
        }
        return e instanceof IllegalArgumentException ? "bad-argument" : "other";
    }

    /** The reply that stands now. */
    private void reply(JsonObject result) {
        Reply reply = session == null ? failedOpening : session.lastReply();
        if (notOffered) {
            result.put("code", 500);
            result.put("pseudo", "unsupported");
            result.put("message", new JsonArray(List.of("not offered")));
        } else if (reply != null) {
            result.put("code", reply.code());
            result.put("message", new JsonArray(reply.lines()));
        } else if (session != null || noReply) {
            result.put("code", 421);
            result.put("pseudo", "closed");
            result.put("message", new JsonArray(List.of("no reply")));
        }
    }

    private boolean perform(int index, String op, Map<String, Object> call, JsonObject result, List<String> warnings)
            throws IOException {
        List<Object> arguments = arguments(call);
        String first = text(argument(call, 0));
        Reply reply;
        switch (op) {
            case "new" -> {
                open(call);
                reply = session.lastReply();
            }
            case "hello" -> {
                reply = arguments.isEmpty() ? session.hello() : session.hello(first);
                String[] words = reply.lines().get(0).strip().split("\\s+", 2);
                result.put("value", words[0].isEmpty() ? " " : words[0]);
            }
            case "starttls" -> reply = call.get("opts") == null
                    ? session.starttls() : session.starttls(CallTls.of(map(call.get("opts"))));
            case "auth" -> reply = auth(call, first);
            case "mail" -> reply = mail(index, call, first, warnings);
            case "send" -> reply = session.send(first);
            case "send_or_mail" -> reply = session.sendOrMail(first);
            case "send_and_mail" -> reply = session.sendAndMail(first);
            case "recipient", "to", "cc", "bcc" -> {
                return recipient(call, result, warnings);
            }
            case "data" -> {
                if (arguments.isEmpty()) {
                    session.data();
                    return true;
                }
                reply = session.data(joined(arguments));
            }
            case "datasend" -> {
                session.datasend(joined(arguments));
                return true;
            }
            case "dataend" -> reply = session.dataend();
            case "datafh" -> reply = stream(arguments);
            case "bdat" -> reply = session.bdat(joined(arguments));
            case "bdatlast" -> reply = session.bdatLast(joined(arguments));
            case "reset" -> reply = session.reset();
            case "verify" -> reply = session.verify(first);
            case "expand" -> {
                reply = session.expand(first);
                result.put("value", new JsonArray(reply.lines()));
            }
            case "help" -> {
                reply = session.help(arguments.isEmpty() ? null : first);
                result.put("value", reply.text());
            }
            case "etrn" -> reply = session.etrn(first);
            case "quit" -> {
                session.quit();
                return true;
            }
            case "close" -> {
                Reply last = session.lastReply();
                session.close();
                return last != null;
            }
            case "command" -> reply = command(arguments);
            default -> {
                return value(op, first, result);
            }
        }
        return reply.isCompleted();
    }

    private boolean value(String op, String argument, JsonObject result) {
        String value = switch (op) {
            case "supports" -> session.supports(argument);
            case "banner" -> session.banner();
            case "domain" -> session.domain();
            case "host" -> session.host();
            default -> throw new UnsupportedOperationException(op);
        };
        result.put("value", value);
        return value != null;
    }

    private void open(Map<String, Object> call) throws IOException {
        Map<String, Object> options = map(call.get("opts"));
        SessionSettings settings = CallOptions.settings(call.get("host"), options)
                .replyCharset(StandardCharsets.ISO_8859_1).allowCleartextAuth(!id.contains("in-clear"));
        if (options.get("tls") != null) {
            settings.tls(CallTls.of(map(options.get("tls"))));
        }
        if (isTrue(options.get("Debug"))) {
            settings.debug(debug::add);
        }
        session = SmtpSession.open(settings);
    }

    private Reply auth(Map<String, Object> call, String user) throws IOException {
        if (call.get("sasl") == null) {
            return session.auth(user, text(argument(call, 1)));
        }
        Map<String, Object> sasl = map(call.get("sasl"));
        Credentials credentials = new Credentials(
                given(sasl, "user"), given(sasl, "pass"), null, given(sasl, "authname"));
        String names = text(sasl.get("mechanism")).strip();
        if (names.isEmpty()) {
            return session.auth(credentials);
        }
        List<String> mechanisms = List.of(names.toUpperCase(Locale.ROOT).split("\\s+"));
        List<String> able = new Mechanisms(mechanisms.size() == 1 ? mechanisms : List.of(), true, null)
                .candidates(Set.copyOf(mechanisms), credentials, true, false);
        if (able.isEmpty()) {
            throw new NotSentException("none of " + mechanisms);
        }
        SaslClient client = new Mechanisms(List.of(), true, null).client(able.get(0), credentials, "127.0.0.1", null);
        return session.auth(client);
    }

    private static String given(Map<String, Object> map, String name) {
        return map.get(name) == null ? null : text(map.get(name));
    }

    private Reply mail(int index, Map<String, Object> call, String sender, List<String> warnings) throws IOException {
        Map<String, Object> given = map(call.get("opts"));
        MailOptions options = CallOptions.mail(given, warnings);
        if (session.supports("SMTPUTF8") != null && utf8Follows(index)) {
            options = options.smtpUtf8(true);
        }
        try {
            return session.mail(sender, options);
        } finally {
            dropped(!given.isEmpty(), warnings);
        }
    }

    private boolean utf8Follows(int index) {
        for (Map<String, Object> call : calls.subList(index + 1, calls.size())) {
            String op = text(call.get("op"));
            if (op.equals("mail")) {
                return false;
            }
            boolean recipients = Set.of("recipient", "to", "cc", "bcc").contains(op);
            if (recipients && arguments(call).stream().anyMatch(a -> text(a).chars().anyMatch(c -> c > 0x7F))) {
                return true;
            }
        }
        return false;
    }

    private void dropped(boolean asked, List<String> warnings) {
        if (asked && !session.esmtp()) {
            warnings.clear();
            warnings.add("no-esmtp");
            return;
        }
        for (String extension : session.dropped()) {
            warnings.add("unsupported:" + (extension.equals("8BITMIME") ? "8BITMIME+BINARYMIME" : extension));
        }
    }

    private boolean recipient(Map<String, Object> call, JsonObject result, List<String> warnings) throws IOException {
        Map<String, Object> given = map(call.get("opts"));
        boolean skipBad = isTrue(given.get("SkipBad"));
        boolean list = "list".equals(call.get("ctx"));
        if (skipBad) {
            result.put("value", list ? new JsonArray() : (Object) 0);
        }
        RecipientOptions options = CallOptions.recipient(given, warnings);
        String[] addresses = arguments(call).stream().map(CallValue::text).toArray(String[]::new);
        List<String> accepted = session.recipient(options, addresses);
        dropped(given.keySet().stream().anyMatch(name -> !name.equals("SkipBad")), warnings);
        if (!skipBad) {
            return true;
        }
        result.put("value", list ? new JsonArray(accepted) : (Object) accepted.size());
        return !accepted.isEmpty();
    }

    private Reply stream(List<Object> pieces) throws IOException {
        try (MessageStream stream = session.dataStream()) {
            for (Object piece : pieces) {
                stream.write(octets(piece));
            }
            return stream.finish();
        }
    }

    private Reply command(List<Object> words) throws IOException {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.addAll(List.of(text(word).split(" "))));
        return session.command(all.get(0), all.subList(1, all.size()).toArray(String[]::new));
    }

    private static List<Object> arguments(Map<String, Object> call) {
        return call.get("args") instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    private static Object argument(Map<String, Object> call, int index) {
        List<Object> arguments = arguments(call);
        return index < arguments.size() ? arguments.get(index) : null;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
