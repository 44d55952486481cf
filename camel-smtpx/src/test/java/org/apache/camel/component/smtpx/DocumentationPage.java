/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.Catalog.Entry;
import org.apache.camel.util.json.DeserializationException;

/**
 * The documentation page and what in it is generated: tables of options and headers, made of the catalog, and snippets,
 * copied from tested sources. What is written by hand stays as it is.
 *
 * <p>
 * A section stands between {@code // component options: START} and {@code // component options: END}, likewise
 * {@code endpoint options} and {@code headers}. A snippet stands between {@code // snippet: file#tag} and
 * {@code // snippet: END}; in its source it stands between {@code tag::name[]} and {@code end::name[]}.
 */
final class DocumentationPage {

    static final Path FILE = Path.of("src", "main", "docs", "smtpx-component.adoc");

    /** Every page that has something generated in it by this class. */
    static final List<Path> FILES = Stream.of("smtpx-component", "reliability", "sending-pace", "testkit")
            .map(name -> FILE.resolveSibling(name + ".adoc")).toList();

    private static final Path SOURCES = Path.of("src", "test");
    private static final Path COMPONENT = Path.of("src", "main", "java", "org", "apache", "camel", "component", "smtpx");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?[\\w.]+\\.(\\w+);");
    private static final Pattern SECTION
            = Pattern.compile("(?ms)^// ([a-z]+ options|headers): START\\n.*?^// \\1: END$");
    private static final Pattern SNIPPET
            = Pattern.compile("(?ms)^// snippet: (\\S+)#(\\S+)\\n.*?^// snippet: END$");

    private final Catalog catalog;

    DocumentationPage() throws IOException, DeserializationException {
        this.catalog = Catalog.read();
    }

    /** Every page. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(FILE.getParent())) {
            return files.filter(file -> file.toString().endsWith(".adoc")).toList();
        }
    }

    /** The page as it should be, made of the page as it is. */
    String generate(String page) throws IOException {
        String withTables = replace(SECTION, page, match -> "// " + match.group(1) + ": START\n"
                                                            + section(match.group(1)) + "// " + match.group(1) + ": END");
        return replace(SNIPPET, withTables,
                match -> "// snippet: " + match.group(1) + "#" + match.group(2) + "\n"
                         + block(match.group(1), match.group(2)) + "// snippet: END");
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(by.apply(match)));
    }

    private String section(String name) {
        return switch (name) {
            case "component options" -> "The component has " + catalog.component().size() + " options:\n\n"
                                        + table(catalog.component());
            case "endpoint options" -> "==== Path parameters (" + catalog.path().size() + ")\n\n" + table(catalog.path())
                                       + "\n==== Query parameters (" + catalog.query().size() + ")\n\n"
                                       + table(catalog.query());
            case "headers" -> "The component knows " + catalog.headers().size() + " message headers:\n\n" + headers();
            default -> throw new IllegalArgumentException("no such section: " + name);
        };
    }

    private static String table(List<Entry> options) {
        StringBuilder table = new StringBuilder("""
                [width="100%",cols="2,5,^1,2",options="header"]
                |===
                | Name | Description | Default | Type
                """);
        for (Entry option : options) {
            table.append("| *").append(option.name()).append("* (").append(option.text("group")).append(") | ")
                    .append(marks(option)).append(cell(option.text("description"))).append(choices(option))
                    .append(" | ").append(cell(option.text("defaultValue"))).append(" | ").append(option.type()).append('\n');
        }
        return table.append("|===\n").toString();
    }

    private String headers() {
        StringBuilder table = new StringBuilder("""
                [width="100%",cols="2,5,1,2",options="header"]
                |===
                | Name | Description | Constant | Type
                """);
        for (Entry header : catalog.headers()) {
            String constant = header.text("constantName");
            table.append("| *").append(header.name()).append("* | ").append(cell(header.text("description"))).append(" | `")
                    .append(constant.substring(constant.indexOf('#') + 1)).append("` | ").append(header.type()).append('\n');
        }
        return table.append("|===\n").toString();
    }

    private static String marks(Entry option) {
        return (option.is("required") ? "*Required* " : "") + (option.is("secret") ? "*Secret.* " : "")
               + (option.text("security").startsWith("insecure")
                       ? "*Insecure when " + option.text("insecureValue") + ".* " : "");
    }

    private static String choices(Entry option) {
        return option.choices().isEmpty() ? "" : " One of: " + String.join(", ", option.choices()) + ".";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("***", "+++***+++");
    }

    private static String block(String file, String tag) {
        String language = file.substring(file.lastIndexOf('.') + 1);
        return "[source," + language + "]\n----\n" + snippet(file, tag) + "----\n";
    }

    private static String snippet(String file, String tag) {
        Path source = SOURCES.resolve(file.endsWith(".java")
                ? "java/org/apache/camel/component/smtpx/" + file : "resources/docs/" + file);
        try {
            List<String> lines = Files.readAllLines(source);
            int start = line(lines, "tag::" + tag + "[]", file);
            int end = line(lines, "end::" + tag + "[]", file);
            String code = String.join("\n", lines.subList(start + 1, end)).stripIndent() + "\n";
            return file.endsWith(".java") ? imports(lines, code) + code : code;
        } catch (IOException e) {
            throw new IllegalArgumentException("no source of a snippet: " + source, e);
        }
    }

    /**
     * The imports of the source that the snippet needs, and those of the component's classes in the package of the
     * tests.
     */
    private static String imports(List<String> lines, String code) throws IOException {
        Set<String> words = new HashSet<>(List.of(code.split("\\W+")));
        Set<String> imports = new TreeSet<>();
        for (String line : lines) {
            Matcher declared = IMPORT.matcher(line);
            if (declared.matches() && words.contains(declared.group(1))) {
                imports.add(line);
            }
        }
        try (Stream<Path> classes = Files.list(COMPONENT)) {
            classes.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - 5)).filter(words::contains)
                    .forEach(name -> imports.add("import org.apache.camel.component.smtpx." + name + ";"));
        }
        return imports.isEmpty() ? "" : String.join("\n", imports) + "\n\n";
    }

    private static int line(List<String> lines, String mark, String file) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(mark)) {
                return i;
            }
        }
        throw new IllegalArgumentException(mark + " is not in " + file);
    }
}
