/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Plays every transcript in memory. */
class TranscriptTest {

    static Stream<Script> scripts() {
        return Transcripts.all().stream().filter(script -> !script.options().has("client"));
    }

    static Stream<Script> splittable() {
        return scripts().filter(script -> !script.options().has("nosplit"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void plays(Script script) {
        new MemoryPlayer(script, Arrival.WHOLE).play().checkResults();
    }

    /** Splits with a prime distance: CR and LF, codes and texts are all split in some transcript. */
    @ParameterizedTest
    @MethodSource("splittable")
    void playsWhereSomeOfTheServersOctetsAreSplit(Script script) {
        playsSplit(script, script.uses("starttls") ? 83 : 7);
    }

    @ParameterizedTest
    @MethodSource("splittable")
    @Tag("slow")
    void playsWhereverTheServersOctetsAreSplit(Script script) {
        // A TLS handshake takes a thousand times as long as the rest.
        playsSplit(script, script.uses("starttls") ? 17 : 1);
    }

    private static void playsSplit(Script script, int step) {
        // How most of them begin is split elsewhere.
        boolean plain = !script.uses("starttls") && !script.clientSays("HELO client.example.com");
        int first = plain && script.octetsBeforeMail() < script.serverOctets() ? script.octetsBeforeMail() : 1;
        for (int split = first; split < script.serverOctets(); split += step) {
            new MemoryPlayer(script, Arrival.splitAt(split)).play().checkResults();
        }
        new MemoryPlayer(script, Arrival.SINGLY).play().checkResults();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void followsTheCommitPointWhenTheConnectionIsCutAfterAnyLine(Script script) {
        boolean whole = script.options().has("nosplit");
        for (int lines = 0; lines <= script.serverLines(); lines++) {
            if (whole && !script.endsBatch(lines)) {
                continue;
            }
            Arrival arrival = whole ? Arrival.WHOLE : Arrival.BY_LINE;
            MemoryPlayer uncut = new MemoryPlayer(script, arrival).playUntil(script.serverLines());
            MemoryPlayer cut = new MemoryPlayer(script, arrival).playUntil(lines);
            check(script, uncut, cut, lines);
        }
    }

    /** What was decided stays; the rest is UNKNOWN where the server may have the whole message, else FAILED. */
    private static void check(Script script, MemoryPlayer uncut, MemoryPlayer cut, int lines) {
        long[] commitPoints = script.commitPoints();
        long sent = cut.connection().sent().length;
        for (int mail = 0; mail < script.mails().size() && cut.begun(mail); mail++) {
            boolean committed = commitPoints[mail] >= 0 && sent >= commitPoints[mail];
            List<RecipientResult> result = Objects.requireNonNull(cut.result(mail), cut.context());
            List<RecipientResult> full = Objects.requireNonNull(uncut.result(mail), uncut.context());
            for (int i = 0; i < full.size(); i++) {
                RecipientResult actual = result.get(i);
                if (actual.toString().equals(full.get(i).toString())
                        && (actual.reply() != null || actual.stage() == Stage.LOCAL)) {
                    continue; // decided by then; that it was given by then is checked by the player
                }
                assertThat(actual.fate()).as("%s, cut after server line %d: %s%n%s", script, lines, actual, cut.context())
                        .isEqualTo(committed ? Fate.UNKNOWN : Fate.FAILED);
            }
        }
    }
}
