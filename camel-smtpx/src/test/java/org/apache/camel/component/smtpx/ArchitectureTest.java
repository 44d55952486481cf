/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The walls between packages: dependencies go one way, and nothing internal is visible from outside. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT,
                importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeBuilders.class })
class ArchitectureTest {

    /** The builders are written by Camel's generator, with its names and dependencies. */
    static final class DoNotIncludeBuilders implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/smtpx/dsl/");
        }
    }

    static final String ROOT = "org.apache.camel.component.smtpx";

    private static final String OBSERVE = ROOT + ".observe";
    private static final String DSN = ROOT + ".dsn";
    private static final String CLIENT = ROOT + ".client";
    private static final String SESSION = ROOT + ".session";
    private static final String MAIL = ROOT + ".mail";
    private static final String AUTH = ROOT + ".auth";
    private static final String INTERNAL = ROOT + ".internal";
    private static final String POOL = INTERNAL + ".pool";
    private static final String TRAFFIC = INTERNAL + ".traffic";
    private static final String DIALOGUE = INTERNAL + ".dialogue";
    private static final String WIRE = INTERNAL + ".wire";
    private static final String ADDRESS = INTERNAL + ".address";
    private static final String TRANSPORT = INTERNAL + ".transport";
    private static final String NETTY = TRANSPORT + ".netty";
    private static final String BLOCKING = TRANSPORT + ".blocking";
    private static final String PROXY = INTERNAL + ".proxy";
    private static final String CONTENT = INTERNAL + ".content";
    private static final String COMPOSE = INTERNAL + ".compose";
    private static final String DKIM = INTERNAL + ".dkim";
    private static final String SASL = INTERNAL + ".sasl";
    private static final String TEXT = INTERNAL + ".text";
    private static final String JSON = "org.apache.camel.util.json";

    @ArchTest
    static final ArchRule textUsesOnlyTheJdk = onlyDependsOn(TEXT);

    @ArchTest
    static final ArchRule addressUsesTheJdkAndIcu = onlyDependsOn(ADDRESS, TEXT, "com.ibm.icu..");

    @ArchTest
    static final ArchRule mailUsesTheJdkAndAnAnnotation
            = onlyDependsOn(MAIL, ADDRESS, TEXT, "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule authUsesTheJdkAndAJsonReader = onlyDependsOn(AUTH, TEXT, JSON);

    @ArchTest
    static final ArchRule wireUsesOnlyTheJdkAndValues = onlyDependsOn(WIRE, MAIL, ADDRESS, TEXT);

    @ArchTest
    static final ArchRule contentUsesOnlyTheJdkAndValues = onlyDependsOn(CONTENT, MAIL);

    @ArchTest
    static final ArchRule dkimUsesOnlyTheJdkAndContent = onlyDependsOn(DKIM, CONTENT, MAIL);

    @ArchTest
    static final ArchRule saslUsesTheJdkAndScram = onlyDependsOn(SASL, AUTH, TEXT, "com.ongres.scram..");

    @ArchTest
    static final ArchRule dialogueDoesNoInputOrOutput
            = onlyDependsOn(DIALOGUE, WIRE, CONTENT, SASL, AUTH, MAIL, ADDRESS, TEXT);

    @ArchTest
    static final ArchRule proxyUsesOnlyTheJdkAndValues = onlyDependsOn(PROXY, MAIL, ADDRESS, TEXT);

    @ArchTest
    static final ArchRule transportUsesWhatIsBelow
            = onlyDependsOn(TRANSPORT, PROXY, DIALOGUE, WIRE, MAIL, ADDRESS, TEXT, "org.slf4j..");

    @ArchTest
    static final ArchRule theNettyTransportUsesNetty
            = onlyDependsOn(NETTY, TRANSPORT, PROXY, DIALOGUE, WIRE, MAIL, ADDRESS, TEXT, "io.netty..", "org.slf4j..");

    @ArchTest
    static final ArchRule theBlockingTransportUsesOnlyTheJdk
            = onlyDependsOn(BLOCKING, TRANSPORT, PROXY, DIALOGUE, WIRE, MAIL, ADDRESS, TEXT, "org.slf4j..");

    @ArchTest
    static final ArchRule trafficUsesOnlyTheJdkAndValues = onlyDependsOn(TRAFFIC, MAIL);

    @ArchTest
    static final ArchRule poolUsesNoCamel = onlyDependsOn(
            POOL, TRAFFIC, TRANSPORT, NETTY, BLOCKING, DIALOGUE, WIRE, CONTENT, SASL, AUTH, MAIL, ADDRESS, TEXT, "org.slf4j..");

    @ArchTest
    static final ArchRule composeKnowsNoConnection = noClasses().that().resideInAPackage(COMPOSE)
            .should().dependOnClassesThat().resideInAnyPackage(CLIENT, SESSION, POOL, TRANSPORT + "..", SASL);

    @ArchTest
    static final ArchRule camelStaysAtTheEdge
            = noClasses().that().resideOutsideOfPackages(ROOT, OBSERVE, DSN, COMPOSE)
                    .should().dependOnClassesThat(resideInAPackage("org.apache.camel..")
                            .and(resideInAnyPackage(ROOT + "..", JSON).negate()));

    @ArchTest
    static final ArchRule nettyStaysInItsTransport = noClasses().that().resideOutsideOfPackage(NETTY)
            .should().dependOnClassesThat().resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule jakartaMailStaysAtTheEdge = noClasses().that().resideOutsideOfPackages(ROOT, DSN, COMPOSE)
            .should().dependOnClassesThat(resideInAnyPackage("jakarta.mail..", "jakarta.activation..", "org.eclipse.angus.."));

    @ArchTest
    static final ArchRule oneClassRefersToIcu = noClasses().that().doNotHaveSimpleName("IcuLabels")
            .should().dependOnClassesThat().resideInAPackage("com.ibm.icu..");

    @ArchTest
    static final ArchRule packagesFormNoCycle
            = slices().matching("org.apache.camel.component.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule publicSignaturesHaveNoInternalTypes
            = classes().that().resideInAnyPackage(ROOT, OBSERVE, DSN, CLIENT, SESSION, MAIL, AUTH)
                    .and().arePublic().should(haveNoInternalTypeInSignatures());

    @ArchTest
    static final ArchRule namesSayWhatAThingIs
            = noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)$");

    private static ArchCondition<JavaClass> haveNoInternalTypeInSignatures() {
        return new ArchCondition<>("have no internal type in a public signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (!unit.getModifiers().contains(JavaModifier.PUBLIC)
                            && !unit.getModifiers().contains(JavaModifier.PROTECTED)) {
                        continue;
                    }
                    List<JavaClass> used = new ArrayList<>(unit.getRawParameterTypes());
                    used.add(unit.getRawReturnType());
                    for (JavaClass part : used) {
                        if (part.getBaseComponentType().getPackageName().startsWith(INTERNAL)) {
                            events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " shows " + part.getName()));
                        }
                    }
                }
            }
        };
    }

    private static ArchRule onlyDependsOn(String origin, String... allowed) {
        return classes().that().resideInAPackage(origin).should().onlyDependOnClassesThat(
                resideInAnyPackage(allowed).or(resideInAnyPackage(origin, "java..", "javax..", "org.jspecify..")));
    }
}
