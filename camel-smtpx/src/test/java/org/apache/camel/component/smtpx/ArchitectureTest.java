/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Who may know whom. A rule about a package that has no classes yet holds.
 */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "org.apache.camel.component.smtpx";

    private static final String MIME = ROOT + ".mime";
    private static final String CLIENT = ROOT + ".client";
    private static final String TRANSPORT = ROOT + ".transport";
    private static final String PROTOCOL = ROOT + ".protocol";
    private static final String MESSAGE = ROOT + ".message";
    private static final String SASL = ROOT + ".sasl";
    private static final String TEXT = ROOT + ".text";
    private static final String DKIM = ROOT + ".dkim";

    @ArchTest
    static final ArchRule protocolKnowsTheJdkIcuAnAnnotationAndWhatIsBelow
            = onlyDependsOn(PROTOCOL, PROTOCOL, MESSAGE, SASL, TEXT, "com.ibm.icu..", "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule oneClassRefersToIcu = noClasses().that().doNotHaveSimpleName("IcuLabels")
            .should().dependOnClassesThat().resideInAPackage("com.ibm.icu..");

    @ArchTest
    static final ArchRule messageKnowsOnlyTheJdk = onlyDependsOn(MESSAGE, MESSAGE);

    @ArchTest
    static final ArchRule dkimKnowsOnlyTheJdkAndMessage = onlyDependsOn(DKIM, DKIM, MESSAGE);

    @ArchTest
    static final ArchRule saslKnowsOnlyTheJdkAndScram = onlyDependsOn(SASL, SASL, TEXT, "com.ongres.scram..");

    @ArchTest
    static final ArchRule textKnowsOnlyTheJdk = onlyDependsOn(TEXT, TEXT);

    @ArchTest
    static final ArchRule transportKnowsNettyAndWhatIsBelow
            = onlyDependsOn(TRANSPORT, TRANSPORT, PROTOCOL, MESSAGE, TEXT, "io.netty..", "org.slf4j..");

    @ArchTest
    static final ArchRule clientKnowsEverythingBelowItAndNoCamel
            = onlyDependsOn(CLIENT, CLIENT, TRANSPORT, PROTOCOL, MESSAGE, SASL, TEXT, "org.slf4j..");

    @ArchTest
    static final ArchRule mimeKnowsNoConnection = noClasses().that().resideInAPackage(MIME)
            .should().dependOnClassesThat().resideInAnyPackage(CLIENT, TRANSPORT, SASL).allowEmptyShould(true);

    @ArchTest
    static final ArchRule theRootKnowsNoTransport = noClasses().that().resideInAPackage(ROOT)
            .should().dependOnClassesThat().resideInAPackage(TRANSPORT).allowEmptyShould(true);

    @ArchTest
    static final ArchRule camelStaysInTheRootAndMime = noClasses().that().resideOutsideOfPackages(ROOT, MIME)
            .should().dependOnClassesThat(resideInAPackage("org.apache.camel..")
                    .and(resideInAPackage(ROOT + "..").negate()))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nettyStaysInTransport = noClasses().that().resideOutsideOfPackage(TRANSPORT)
            .should().dependOnClassesThat().resideInAPackage("io.netty..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule mailStaysInTheRootAndMime = noClasses().that().resideOutsideOfPackages(ROOT, MIME)
            .should().dependOnClassesThat(resideInAnyPackage("jakarta.mail..", "jakarta.activation..", "org.eclipse.angus.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesFormNoCycle
            = slices().matching("org.apache.camel.component.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs
            = noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)$").allowEmptyShould(true);

    private static ArchRule onlyDependsOn(String origin, String... allowed) {
        return classes().that().resideInAPackage(origin).should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed).or(resideInAnyPackage("java..", "javax..", "org.jspecify..")))
                .allowEmptyShould(true);
    }
}
