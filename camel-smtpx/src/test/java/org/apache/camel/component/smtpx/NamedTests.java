/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the tests that texts name: {@code FooTest.bar}, {@code sasl.FooTest}, or a transcript: {@code foo.txt}. */
final class NamedTests {

    private static final String ROOT = "org.apache.camel.component.smtpx.";
    private static final Set<String> MARKS = Set.of("Test", "ParameterizedTest", "Property", "RepeatedTest");

    private final List<String> standard;

    /** @param standard the packages of names without one, beside the root */
    NamedTests(String... standard) {
        this.standard = List.of(standard);
    }

    /** Of these names, those that no test has. */
    List<String> missing(Stream<String> names) {
        return names.filter(name -> !exists(name)).toList();
    }

    private boolean exists(String name) {
        if (name.endsWith(".txt")) {
            return NamedTests.class.getResource("/transcripts/" + name) != null;
        }
        return Character.isUpperCase(name.charAt(0))
                ? existsAt(name) || standard.stream().anyMatch(home -> existsAt(home + "." + name))
                : existsAt(name);
    }

    private static boolean existsAt(String name) {
        int dot = name.lastIndexOf('.');
        boolean method = dot > 0 && Character.isLowerCase(name.charAt(dot + 1));
        try {
            Class<?> found
                    = Class.forName(ROOT + (method ? name.substring(0, dot) : name), false, NamedTests.class.getClassLoader());
            return tests(found).anyMatch(test -> !method || test.getName().equals(name.substring(dot + 1)));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Stream<Method> tests(Class<?> type) {
        return Stream.of(type.getDeclaredMethods()).filter(method -> Stream.of(method.getAnnotations())
                .map(Annotation::annotationType).map(Class::getSimpleName).anyMatch(MARKS::contains));
    }
}
