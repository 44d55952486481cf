/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The certificates and the hashes are made with OpenSSL. */
class ChannelBindingTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
            "rsa-md5, 5a4045db7c3094a7476a161fc290c986b1b5e227a14d259543ab3c3f5a1775f1",
            "ecdsa-sha1, 2a9915916fa82b213fe94877aabe6d0de905431c1600aaa64910709cca9d8114",
            "pss-sha1, c4f7aa8a61ca121125e6f91851246e939afa61dc06f3dc48aff78910476fe08a",
            "ecdsa-sha256, b08420a7b008f12dab6f55edcb4e23c87e84f72e466ed46680777c596e3c774b",
            "ecdsa-sha384, ea1654fb6a030213296f321bcfa5a48f881f8375f2ec288d176256739b38d3bafe9fd671ee17dd92bb4c3b03052bc4c2",
            "pss-sha384, 5c1a2392d73897b190cbb20dd328297943e248209445d6d653526145f026d0a3cb2134585aeddd213a9afb236981511c",
            "ecdsa-sha512, e7517b9ee9735e53efd4c9a0679411bd63f3431fde53f50c597e8368962282bb34d0a3b965bcb2b4fb2f6fc76a455bcd290cc0194c442f130e326d7a962cff43",
            "rsa-sha512, cf767f07aea29c9db73afcebb0df4034e523f9281426a4aaacf2f82a0dc2832bd367b93c6d60f976a972063a9db02cdf8861cf4da2af661398abc7a3adf039a8",
            "ecdsa-sha3-256, 47bb53cd450b1f0fd98850728d39eb7160ff3e2afc9f6826767fcb4a201738b7" })
    void hashesTheCertificateByTheHashOfItsSignature(String name, String hash) throws Exception {
        assertThat(HexFormat.of().formatHex(ChannelBinding.tlsServerEndPoint(certificate(name)))).isEqualTo(hash);
    }

    @Test
    void isNotDefinedForASignatureWithoutAHash() throws Exception {
        assertThat(ChannelBinding.tlsServerEndPoint(certificate("ed25519"))).isNull();
    }

    private static X509Certificate certificate(String name) throws Exception {
        try (InputStream pem = ChannelBindingTest.class.getResourceAsStream(name + ".pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
