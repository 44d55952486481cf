/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the tests that texts name: {@code FooTest.bar}, {@code sasl.FooTest}, or a transcript: {@code foo.txt}. */
final class NamedTests {

    private static final String ROOT = "org.apache.camel.component.smtpx";
    private static final Set<String> MARKS = Set.of("Test", "ParameterizedTest", "Property", "RepeatedTest");

    /** The names of all classes of the tests. */
    private static final List<String> ALL = all();

    private NamedTests() {
    }

    /** Of these names, those that no test has. */
    static List<String> missing(Stream<String> names) {
        return names.filter(name -> !exists(name)).toList();
    }

    private static boolean exists(String name) {
        if (name.endsWith(".txt")) {
            return NamedTests.class.getResource("/transcripts/" + name) != null;
        }
        int dot = name.lastIndexOf('.');
        boolean method = dot > 0 && Character.isLowerCase(name.charAt(dot + 1));
        String type = method ? name.substring(0, dot) : name;
        return ALL.stream().filter(each -> each.endsWith("." + type)).flatMap(NamedTests::tests)
                .anyMatch(test -> !method || test.getName().equals(name.substring(dot + 1)));
    }

    private static List<String> all() {
        Path root = Path.of("src", "test", "java");
        try (Stream<Path> sources = Files.walk(root.resolve(ROOT.replace('.', '/')))) {
            return sources.map(root::relativize).map(Path::toString).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()).replace('/', '.').replace('\\', '.'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Method> tests(String name) {
        try {
            return tests(Class.forName(name, false, NamedTests.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("not compiled: " + name, e);
        }
    }

    private static Stream<Method> tests(Class<?> type) {
        return Stream.of(type.getDeclaredMethods()).filter(method -> Stream.of(method.getAnnotations())
                .map(Annotation::annotationType).map(Class::getSimpleName).anyMatch(MARKS::contains));
    }
}
