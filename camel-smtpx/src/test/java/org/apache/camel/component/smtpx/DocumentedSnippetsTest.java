/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each Java snippet of the pages compiles as a reader copies it: a class, members of a route builder, or its routes.
 */
class DocumentedSnippetsTest {

    private static final Pattern SNIPPET
            = Pattern.compile("(?ms)^// snippet: \\S+\\.java#(\\S+)\\n\\[source,java]\\n----\\n(.*?)^----$");
    private static final Pattern IMPORTS = Pattern.compile("\\A((?:import .*;\\n)*)\\n?");
    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");
    private static final Pattern MEMBER = Pattern.compile("\\A(?:@|public |private |static )");

    /** What the pages have introduced before a snippet. */
    private static final String FIELDS = """
            org.apache.camel.component.smtpx.testkit.SmtpxTestServer server, submission;
            org.apache.camel.ProducerTemplate template;
            org.apache.camel.component.mock.MockEndpoint askSomebody;
            """;

    @Test
    void everySnippetCompilesAsItIsCopied(@TempDir Path classes) throws Exception {
        List<JavaFileObject> sources = new ArrayList<>();
        for (Path page : DocumentationPage.pages()) {
            String name = page.getFileName().toString().replaceAll("\\W", "_");
            for (MatchResult snippet : SNIPPET.matcher(Files.readString(page)).results().toList()) {
                sources.add(source(name + "_" + snippet.group(1), snippet.group(2)));
            }
        }
        StringWriter errors = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(
                errors, null, null, List.of("-proc:none", "-d", classes.toString(), "-cp", path), null, sources).call();
        assertThat(compiled).as(errors.toString()).isTrue();
        assertThat(sources).hasSizeGreaterThan(20);
    }

    private static JavaFileObject source(String name, String snippet) {
        MatchResult imports = IMPORTS.matcher(snippet).results().findFirst().orElseThrow();
        String code = snippet.substring(imports.end());
        MatchResult type = CLASS.matcher(code).results().findFirst().orElse(null);
        if (type != null) {
            return inMemory(name + "/" + type.group(1), "package " + name + ";\n" + snippet);
        }
        String members = !MEMBER.matcher(code).find()
                ? "public void configure() throws Exception {\n" + code + "}"
                : code.contains("void configure()") ? code : code + "public void configure() {}";
        return inMemory(name, imports.group(1) + "abstract class " + name + " extends org.apache.camel.builder.RouteBuilder {\n"
                              + FIELDS + members + "\n}");
    }

    private static JavaFileObject inMemory(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
