/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program of others that verifies DKIM signatures, as {@code src/test/servers/prepare} has unpacked it. The public
 * key is given to it, so that it asks no DNS.
 */
enum DkimVerifier {

    DKIMPY("/usr/bin/python3", "-c", """
            import os, sys, dkim
            record = sys.argv[2].encode()
            for name in sorted(os.listdir(sys.argv[1])):
                with open(os.path.join(sys.argv[1], name), 'rb') as f:
                    try:
                        good = dkim.verify(f.read(), dnsfunc=lambda *a, **k: record)
                        why = ''
                    except Exception as e:
                        good, why = False, ' ' + repr(e)
                if not good:
                    print(name + why)
            """),
    MAIL_DKIM("/usr/bin/perl", "-e", """
            use Mail::DKIM::Verifier;
            use Mail::DKIM::PublicKey;
            my ($folder, $record) = @ARGV;
            no warnings;
            *Mail::DKIM::PublicKey::fetch_async = sub {
                my ($class, %options) = @_;
                return sub { $options{Callbacks}{Success}->(Mail::DKIM::PublicKey->parse($record)) };
            };
            opendir(my $dir, $folder) or die;
            for my $name (sort grep { /eml/ } readdir $dir) {
                my $verifier = Mail::DKIM::Verifier->new();
                open(my $in, '<:raw', "$folder/$name") or die;
                while (<$in>) { s/\\015?\\012\\z//; $verifier->PRINT("$_\\015\\012"); }
                $verifier->CLOSE;
                print $name, ' ', $verifier->result_detail, "\\n" unless $verifier->result eq 'pass';
            }
            """);

    private final List<String> program;

    DkimVerifier(String... program) {
        this.program = List.of(program);
    }

    /** The names of the files with a message whose signature is not verified, with the reason where one is told. */
    List<String> refused(Path folder, String record) throws IOException, InterruptedException {
        requirePrepared();
        ProcessBuilder process = new ProcessBuilder(
                Stream.concat(program.stream(), Stream.of(folder.toString(), record)).toList());
        Path lib = unpacked().resolve("usr/lib");
        process.environment().put("PYTHONPATH", lib.resolve("python3/dist-packages").toString());
        process.environment().put("PERL5LIB", perlFolders().map(Path::toString).collect(joining(File.pathSeparator)));
        Process started = process.redirectErrorStream(true).start();
        String printed = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    private static Stream<Path> perlFolders() throws IOException {
        List<Path> folders;
        try (Stream<Path> compiled = Files.walk(unpacked().resolve("usr/lib"), 3)) {
            folders = compiled.filter(path -> path.getParent().endsWith("perl5") || path.endsWith("perl5")).toList();
        }
        return Stream.concat(Stream.of(unpacked().resolve("usr/share/perl5")), folders.stream());
    }

    private static Path unpacked() {
        return DebianServer.cache().resolve("dkim");
    }

    private static void requirePrepared() {
        if (!Files.exists(unpacked().resolve("versions"))) {
            String obstacle = "not verified with dkimpy and Mail::DKIM: run src/test/servers/prepare first";
            if (DebianServer.required()) {
                Assertions.fail(obstacle);
            }
            Assumptions.abort(obstacle);
        }
    }
}
