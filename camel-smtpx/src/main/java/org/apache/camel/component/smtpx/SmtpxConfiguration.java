/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import javax.security.sasl.SaslClientFactory;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.RefreshTokenStore;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.MailVerb;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * The options of an endpoint; also the defaults of a component. Nothing but values: they are checked when the endpoint
 * starts.
 */
@Configurer
@UriParams
public class SmtpxConfiguration implements Cloneable {

    @UriPath(label = "common",
             description = "Name or address of the server. A list separated by commas is tried in this order; each"
                           + " server may have a port of its own. It is not needed with unixSocket.")
    private @Nullable String host;
    @UriPath(label = "common",
             description = "Port of the server. The default is 25, or 465 with ssl=true, and 24 with protocol=lmtp.")
    private int port;

    @UriParam(label = "common", defaultValue = "smtp", enums = "smtp,lmtp",
              description = "The protocol of the server. With lmtp (RFC 2033) the server answers the message with"
                            + " one reply for each accepted recipient, and each reply decides the outcome of its"
                            + " recipient.")
    private Protocol protocol = Protocol.SMTP;

    @UriParam(label = "security", defaultValue = "false",
              description = "Whether the connection starts with a TLS handshake (implicit TLS, RFC 8314). The"
                            + " default port is then 465.")
    private boolean ssl;
    @UriParam(label = "security", defaultValue = "auto", enums = "auto,required,never", security = "insecure:ssl",
              insecureValue = "never",
              description = "Whether a connection without TLS is upgraded with STARTTLS (RFC 3207). With auto it is"
                            + " upgraded if the server offers STARTTLS, and the upgrade is required if credentials"
                            + " (without allowCleartextAuth) or sslContextParameters are set. With required the"
                            + " send fails without STARTTLS; with never STARTTLS is not sent.")
    private StartTls starttls = StartTls.AUTO;
    @UriParam(label = "security,advanced", defaultValue = "0", javaType = "java.time.Duration",
              description = "How often the key store and the trust store of sslContextParameters are compared with what"
                            + " was loaded. Changed ones are loaded again: new connections use them, and open"
                            + " connections end with the messages they carry. 0 for never.")
    private long tlsReloadInterval;
    @UriParam(label = "security",
              description = "Trust store, client certificate, protocols and cipher suites, for implicit TLS and"
                            + " STARTTLS.")
    private @Nullable SSLContextParameters sslContextParameters;
    @UriParam(label = "security", defaultValue = "true", security = "insecure:ssl", insecureValue = "false",
              description = "Whether the certificate of the server must contain the name of the host (RFC 9525).")
    private boolean hostnameVerification = true;
    @UriParam(label = "security,advanced",
              description = "The name that the certificate of the server must contain, also sent to the server"
                            + " (SNI). The default is the host.")
    private @Nullable String tlsServerName;
    @UriParam(label = "advanced",
              description = "The name in EHLO or HELO: a domain or an address literal. The default is the full name"
                            + " of this host, or else the local address of the connection.")
    private @Nullable String hello;
    @UriParam(label = "advanced", defaultValue = "true",
              description = "Whether EHLO (or HELO) is sent. Without EHLO no extensions are used.")
    private boolean sendHello = true;
    @UriParam(label = "advanced", defaultValue = "true",
              description = "Whether EHLO is sent, followed by HELO if EHLO is rejected; with false only HELO is"
                            + " sent.")
    private boolean esmtp = true;
    @UriParam(label = "advanced",
              description = "The local address to which connections are bound.")
    private @Nullable String localAddress;
    @UriParam(label = "advanced", defaultValue = "0",
              description = "The local port to which connections are bound; 0 for any. With a fixed port only one"
                            + " connection can be open at a time.")
    private int localPort;
    @UriParam(label = "advanced", defaultValue = "any", enums = "any,ipv4,ipv6",
              description = "Which addresses of the host are used.")
    private AddressFamily addressFamily = AddressFamily.ANY;
    @UriParam(label = "advanced",
              description = "The Unix socket of the server: an absolute path, as in /run/dovecot/lmtp. Host and port are"
                            + " then not needed, and TLS is not used.")
    private @Nullable String unixSocket;
    @UriParam(label = "proxy",
              description = "The proxy through which connections are made: socks5://host:port (SOCKS5), or"
                            + " http://host:port (HTTP CONNECT). The proxy looks up the name of the server.")
    private @Nullable String proxy;
    @UriParam(label = "proxy,security", security = "secret",
              description = "The user name for the proxy (SOCKS5, or Basic authentication of HTTP).")
    private @Nullable String proxyUsername;
    @UriParam(label = "proxy,security", security = "secret",
              description = "The password for the proxy. It is sent to the proxy in clear.")
    private @Nullable String proxyPassword;
    @UriParam(label = "proxy", enums = "v1,v2",
              description = "The version of the PROXY protocol whose header precedes all else on a connection, for a"
                            + " server behind HAProxy or the like that expects it. The header has the local address"
                            + " and the remote address of the connection.")
    private @Nullable ProxyProtocol proxyProtocol;
    @UriParam(label = "producer", defaultValue = "30000", javaType = "java.time.Duration",
              description = "How long connecting may take, over all addresses of a host.")
    private long connectTimeout = 30000;
    @UriParam(label = "producer", javaType = "java.time.Duration",
              description = "How long each reply may take; the final reply may take twice as long. The defaults are"
                            + " those of RFC 5321: 5 minutes for most replies, 10 minutes for the final one. A"
                            + " short timeout causes duplicates, since the server may have accepted the message in"
                            + " the meantime.")
    private @Nullable Long timeout;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "How long the greeting may take (default 5 minutes).")
    private @Nullable Long greetingTimeout;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "How long the reply to EHLO, AUTH, MAIL, RCPT and other commands may take (default 5"
                            + " minutes; STARTTLS and AUTH 2 minutes).")
    private @Nullable Long commandTimeout;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "How long the reply to DATA may take (default 2 minutes).")
    private @Nullable Long dataTimeout;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "How long the server may take to read the next block of a message, and the source to"
                            + " provide it (default 3 minutes).")
    private @Nullable Long blockTimeout;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "How long the reply to the end of the message may take (default 10 minutes). A short"
                            + " timeout causes duplicates.")
    private @Nullable Long finalTimeout;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "How long a TLS handshake may take (default 1 minute).")
    private @Nullable Long tlsTimeout;
    @UriParam(label = "security", security = "secret",
              description = "The user name for authentication.")
    private @Nullable String username;
    @UriParam(label = "security", security = "secret",
              description = "The password for authentication.")
    private @Nullable String password;
    @UriParam(label = "security", security = "secret",
              description = "The OAuth 2 access token for authentication (XOAUTH2, OAUTHBEARER).")
    private @Nullable String accessToken;
    @UriParam(label = "dkim",
              description = "The domain for which messages are signed (DKIM, RFC 6376): the domain of the author,"
                            + " or a parent of it.")
    private @Nullable String dkimDomain;
    @UriParam(label = "dkim",
              description = "The selector of the public key in the DNS of dkimDomain. With several keys a selector for each,"
                            + " separated by commas.")
    private @Nullable String dkimSelector;
    @UriParam(label = "dkim", security = "secret",
              description = "The private key for signatures, RSA (rsa-sha256) or Ed25519 (ed25519-sha256), in PEM:"
                            + " the text itself, or a resource such as file:/etc/mail/dkim.pem. Several keys, separated by"
                            + " commas, make a signature each.")
    private @Nullable String dkimKey;
    @UriParam(label = "dkim,advanced",
              description = "The Java security provider that makes the signatures: its name, or auto for the fastest one"
                            + " that makes the same signature as Java's own, by a test at the start. BC and"
                            + " AmazonCorrettoCryptoProvider need only be on the class path. By default Java's order of"
                            + " providers decides.")
    private @Nullable String dkimProvider;
    @UriParam(label = "security,advanced",
              description = "The identity to act as, if it differs from the user name.")
    private @Nullable String authorizationId;
    @UriParam(label = "security",
              description = "Provides the credentials for each new connection, so that tokens can rotate.")
    private @Nullable CredentialsSupplier credentialsSupplier;
    @UriParam(label = "security",
              description = "SASL mechanisms that may be used, in order of preference, separated by commas. The"
                            + " default is the strongest mechanism that the server offers and the credentials"
                            + " allow.")
    private @Nullable String authMechanisms;
    @UriParam(label = "security,advanced",
              description = "Creates clients for custom SASL mechanisms.")
    private @Nullable SaslClientFactory saslClientFactory;
    @UriParam(label = "security", defaultValue = "false", security = "insecure:ssl", insecureValue = "true",
              description = "Whether mechanisms that reveal the password or token may be used on a connection"
                            + " without TLS.")
    private boolean allowCleartextAuth;
    @UriParam(label = "security,advanced", defaultValue = "4096",
              description = "The least number of SCRAM iterations accepted from the server. Fewer make the password"
                            + " cheaper to guess for a server that pretends to be the right one; RFC 5802 demands 4096.")
    private int scramIterations = 4096;
    @UriParam(label = "security",
              description = "The token endpoint (https) that issues OAuth 2 access tokens. A token is renewed"
                            + " before it expires.")
    private @Nullable String oauthTokenEndpoint;
    @UriParam(label = "security",
              description = "The client id for the token endpoint.")
    private @Nullable String oauthClientId;
    @UriParam(label = "security", security = "secret",
              description = "The client secret for the token endpoint.")
    private @Nullable String oauthClientSecret;
    @UriParam(label = "security",
              description = "The scope to request from the token endpoint.")
    private @Nullable String oauthScope;
    @UriParam(label = "security", security = "secret",
              description = "The refresh token; without it the grant is client_credentials.")
    private @Nullable String oauthRefreshToken;
    @UriParam(label = "security,advanced", defaultValue = "body", enums = "body,basic",
              description = "How the client id and secret are sent to the token endpoint: in the body"
                            + " (client_secret_post), or as HTTP Basic authentication (client_secret_basic).")
    private String oauthClientAuthentication = "body";
    @UriParam(label = "security,advanced", security = "secret",
              description = "Further parameters of the token request, such as audience, in the form"
                            + " name=value&name=value.")
    private @Nullable String oauthParameters;
    @UriParam(label = "security,advanced",
              description = "Stores the refresh tokens that the token endpoint issues, so that they outlive a"
                            + " restart. Required with a provider that rotates refresh tokens.")
    private @Nullable RefreshTokenStore refreshTokenStore;
    @UriParam(label = "message",
              description = "The author of a composed message (header From), and its envelope sender unless sender"
                            + " is set.")
    private @Nullable String from;
    @UriParam(label = "message",
              description = "Recipients of a composed message (header To), separated by commas.")
    private @Nullable String to;
    @UriParam(label = "message",
              description = "Recipients of copies (header Cc), separated by commas.")
    private @Nullable String cc;
    @UriParam(label = "message",
              description = "Recipients that appear in no header, separated by commas.")
    private @Nullable String bcc;
    @UriParam(label = "message",
              description = "The addresses for replies (header Reply-To).")
    private @Nullable String replyTo;
    @UriParam(label = "message",
              description = "The subject of a composed message.")
    private @Nullable String subject;
    @UriParam(label = "message",
              description = "The content type of the body of a composed message. The default is the header"
                            + " Content-Type, else text/plain in UTF-8.")
    private @Nullable String contentType;
    @UriParam(label = "message,advanced", defaultValue = "CamelMailAlternativeBody",
              description = "Name of the header that holds the plain text alternative of an HTML body.")
    private String alternativeBodyHeader = "CamelMailAlternativeBody";
    @UriParam(label = "message", defaultValue = "false",
              description = "Whether the body is a complete message (RFC 5322) that is sent unchanged. A"
                            + " MimeMessage body always is.")
    private boolean raw;
    @UriParam(label = "message", defaultValue = "false",
              description = "Whether the header From is used if the option from is not set.")
    private boolean useHeaderFrom;
    @UriParam(label = "message", defaultValue = "false",
              description = "Whether the headers To, Cc and Bcc are used if the options to, cc and bcc are not set.")
    private boolean useHeaderRecipients;
    @UriParam(label = "message", defaultValue = "false",
              description = "Whether the header Subject is used if the option subject is not set.")
    private boolean useHeaderSubject;
    @UriParam(label = "message", defaultValue = "false",
              description = "Whether the header Reply-To is used if the option replyTo is not set.")
    private boolean useHeaderReplyTo;
    @UriParam(label = "envelope",
              description = "The envelope sender, to which bounces are sent (MAIL FROM). The default is from; empty"
                            + " angle brackets are the null sender.")
    private @Nullable String sender;
    @UriParam(label = "envelope",
              description = "The envelope recipients (RCPT TO), separated by commas. The default is to, cc and bcc.")
    private @Nullable String recipients;
    @UriParam(label = "envelope,advanced", defaultValue = "all", enums = "all,recipients,none",
              description = "Which CamelSmtpx headers of an exchange are used: all of them, CamelSmtpxRecipients"
                            + " alone, or none. The options sender and recipients override headers.")
    private EnvelopeHeaders envelopeHeaders = EnvelopeHeaders.ALL;
    @UriParam(label = "envelope,advanced", defaultValue = "false",
              description = "Whether envelope addresses must be bare mailboxes; otherwise display names and"
                            + " comments are removed.")
    private boolean exactAddresses;
    @UriParam(label = "envelope,advanced", defaultValue = "1000",
              description = "The maximum number of recipients of one exchange.")
    private int maxRecipients = 1000;
    @UriParam(label = "envelope", defaultValue = "false",
              description = "Whether the message is sent to the accepted recipients if the server rejects others."
                            + " With false it is sent to all recipients or to none.")
    private boolean skipBad;
    @UriParam(label = "envelope", defaultValue = "false",
              description = "Whether a message that did not reach every recipient fails the exchange, with"
                            + " skipBad=true. A redelivery sends only to the recipients that still need it.")
    private boolean failOnPartial;
    @UriParam(label = "envelope", defaultValue = "false",
              description = "Whether a redelivery sends again to recipients whose outcome is UNKNOWN, which can"
                            + " cause a second copy. With false they stay UNKNOWN.")
    private boolean retryUnknown;
    @UriParam(label = "envelope,advanced", defaultValue = "MAIL",
              description = "The command that begins a transaction; SEND, SOML and SAML are obsolete.")
    private MailVerb mailVerb = MailVerb.MAIL;
    @UriParam(label = "envelope,advanced", defaultValue = "-1",
              description = "The size to declare (SIZE); -1 for the actual size, if it is known.")
    private long size = -1;
    @UriParam(label = "envelope", defaultValue = "auto", enums = "auto,7bit,8bitmime,binarymime",
              description = "The body type to declare (BODY); auto examines the message. A binarymime message is"
                            + " sent unchanged and needs BINARYMIME and CHUNKING.")
    private String bodyType = "auto";
    @UriParam(label = "envelope,advanced",
              description = "Identifies the transaction for a restart (TRANSID, RFC 1845).")
    private @Nullable String transactionId;
    @UriParam(label = "envelope,advanced",
              description = "Requests variable envelope return paths (XVERP): true, or two delimiter characters.")
    private @Nullable String verp;
    @UriParam(label = "envelope,advanced",
              description = "The submitter of the message (MAIL AUTH=, RFC 4954): an address, or empty angle"
                            + " brackets if it is not known.")
    private @Nullable String authSubmitter;
    @UriParam(label = "envelope",
              description = "Until when the message is to be delivered (DELIVERBY, RFC 2852): seconds, a semicolon,"
                            + " and R (then return it) or N (then notify), such as 7200;R. With R the send fails if"
                            + " the server does not offer DELIVERBY.")
    private @Nullable String deliverBy;
    @UriParam(label = "envelope", javaType = "java.time.Duration",
              description = "How long the server holds the message back (FUTURERELEASE, RFC 4865). The send fails if"
                            + " the server does not offer it.")
    private @Nullable Long holdFor;
    @UriParam(label = "envelope",
              description = "Until when the server holds the message back (FUTURERELEASE), as in"
                            + " 2030-01-31T08:00:00Z. The send fails if the server does not offer it.")
    private @Nullable String holdUntil;
    @UriParam(label = "envelope",
              description = "The priority of the message among others in transit, from -9 to 9 (MT-PRIORITY, RFC"
                            + " 6710); 0 is usual.")
    private @Nullable Integer mtPriority;
    @UriParam(label = "envelope,security", defaultValue = "false",
              description = "Whether every server on the way must use TLS with a verified certificate (REQUIRETLS,"
                            + " RFC 8689). The send fails if the server does not offer it.")
    private boolean requireTls;
    @UriParam(label = "envelope,security",
              description = "The time, as in 2024-05-31T12:00:00Z, since which each recipient is known: the server"
                            + " rejects mailboxes that changed owners after it (RRVS, RFC 7293). A recipient is"
                            + " rejected if the server does not offer RRVS.")
    private @Nullable String validSince;
    @UriParam(label = "envelope,advanced",
              description = "The client that the message came from, for the server's log (XFORWARD, Postfix):"
                            + " attributes such as NAME=mail.example.org,ADDR=192.0.2.1. The send fails if the server"
                            + " does not offer XFORWARD with these attributes.")
    private @Nullable String xforward;
    @UriParam(label = "envelope", defaultValue = "warn", enums = "warn,fail",
              description = "What happens if the server does not offer the extension for a parameter that can be"
                            + " omitted: warn omits the parameter and lists it in CamelSmtpxDropped, fail makes the"
                            + " send fail.")
    private UnsupportedAction unsupported = UnsupportedAction.WARN;
    @UriParam(label = "dsn",
              description = "When the server sends a notification (NOTIFY, RFC 3461): NEVER, or any of SUCCESS,"
                            + " FAILURE, DELAY, separated by commas.")
    private @Nullable String dsnNotify;
    @UriParam(label = "dsn",
              description = "Whether a notification contains the full message or its headers (RET).")
    private @Nullable DsnReturn dsnReturn;
    @UriParam(label = "dsn",
              description = "Identifies the message in notifications (ENVID); it is encoded as needed.")
    private @Nullable String envelopeId;
    @UriParam(label = "dsn",
              description = "The original recipient (ORCPT): rfc822, a semicolon, the address.")
    private @Nullable String originalRecipient;
    @UriParam(label = "sending,advanced", defaultValue = "auto", enums = "auto,never",
              description = "Whether commands are sent in groups if the server offers PIPELINING.")
    private ExtensionUse pipelining = ExtensionUse.AUTO;
    @UriParam(label = "sending,advanced", defaultValue = "auto", enums = "auto,never",
              description = "Whether BDAT is used if the server offers CHUNKING.")
    private ExtensionUse chunking = ExtensionUse.AUTO;
    @UriParam(label = "common,advanced",
              description = "The client that each connection is for (XCLIENT, Postfix): attributes such as"
                            + " NAME=mail.example.org,ADDR=192.0.2.1. The send fails if the server does not offer"
                            + " XCLIENT with these attributes, or rejects it.")
    private @Nullable String xclient;
    @UriParam(label = "sending,advanced",
              description = "Keywords of EHLO that count as not offered, separated by commas, as in CHUNKING,DSN: for a"
                            + " server that implements them wrongly.")
    private @Nullable String ignoreExtensions;
    @UriParam(label = "sending,advanced", defaultValue = "65536",
              description = "Size of a chunk, in octets, of a message that is read while it is sent.")
    private int chunkSize = 65536;
    @UriParam(label = "sending,advanced", defaultValue = "auto", enums = "auto,always,never",
              description = "When a message of up to 64 KiB is sent together with its envelope, which saves a round"
                            + " trip, and with other such messages (maxInFlight). With auto this starts after the"
                            + " server has accepted 50 messages (1000 with several connections, or after a"
                            + " connection was lost). If a connection breaks, the outcome is UNKNOWN for everything"
                            + " that was sent and not answered.")
    private OneFlight oneFlight = OneFlight.AUTO;
    @UriParam(label = "sending", defaultValue = "0",
              description = "The number of connections that are opened, secured and logged in when the route starts, ahead of"
                            + " the first message. The start does not wait for them, and does not fail when the server is"
                            + " not available.")
    private int minConnections;
    @UriParam(label = "sending", defaultValue = "8",
              description = "The maximum number of open connections. Endpoints with the same connection options"
                            + " share them.")
    private @Nullable Integer maxConnections;
    @UriParam(label = "sending", defaultValue = "16",
              description = "The maximum number of transactions in flight on one connection, if the server offers"
                            + " PIPELINING and CHUNKING.")
    private int maxInFlight = 16;
    @UriParam(label = "sending,advanced", defaultValue = "false",
              description = "Whether the calling thread sends the message itself, without an event loop: the"
                            + " shortest time for one message after the other. The calling thread blocks until the"
                            + " server has answered, and a connection carries one message at a time (maxInFlight"
                            + " has no effect).")
    private boolean synchronous;
    @UriParam(label = "sending", defaultValue = "0",
              description = "The number of transactions after which a connection is closed; 0 for no limit.")
    private @Nullable Integer maxMessagesPerConnection;
    @UriParam(label = "sending,advanced", defaultValue = "0",
              description = "The number of recipients after which a message is continued in a further transaction, with"
                            + " skipBad=true; 0 for no limit but the one that the server shows.")
    private @Nullable Integer maxRecipientsPerMessage;
    @UriParam(label = "sending", defaultValue = "60000", javaType = "java.time.Duration",
              description = "How long a connection may be idle before it is closed.")
    private long idleTimeout = 60000;
    @UriParam(label = "sending,advanced", defaultValue = "600000", javaType = "java.time.Duration",
              description = "How long a connection accepts new messages after it was opened; 0 for no limit.")
    private long maxConnectionAge = 600000;
    @UriParam(label = "sending", defaultValue = "30000", javaType = "java.time.Duration",
              description = "How long a message waits for a connection.")
    private long acquireTimeout = 30000;
    @UriParam(label = "sending,advanced", defaultValue = "10000",
              description = "The maximum number of messages that wait for a connection; one more fails immediately.")
    private int maxPending = 10000;
    @UriParam(label = "sending,advanced", defaultValue = "30000", javaType = "java.time.Duration",
              description = "How long no login is attempted after the server has rejected the credentials.")
    private long loginPause = 30000;
    @UriParam(label = "sending", enums = "microsoft365,google,ses,own",
              description = "The limits that a provider documents: it sets maxConnections, maxRate, maxRecipientRate and"
                            + " maxRecipientsPerMessage as far as they are documented. An option that is given wins.")
    private @Nullable String profile;
    @UriParam(label = "sending", defaultValue = "auto", enums = "auto,never",
              description = "Whether limits on connections and rates are learned from the replies of the server and"
                            + " kept to. With auto a message that comes too fast waits, up to acquireTimeout; with"
                            + " never it fails.")
    private Throttling throttling = Throttling.AUTO;
    @UriParam(label = "sending",
              description = "The maximum rate of messages: a number, a slash, and s, m, h or d, as in 30/m. Messages"
                            + " wait for it, up to acquireTimeout. Endpoints with the same connection options share it.")
    private @Nullable String maxRate;
    @UriParam(label = "sending,advanced",
              description = "The maximum rate of recipients, as in 100/s. A message to more recipients than fit takes"
                            + " the time of them all.")
    private @Nullable String maxRecipientRate;
    @UriParam(label = "sending,advanced",
              description = "The maximum rate at which connections are opened, as in 10/m.")
    private @Nullable String maxConnectionRate;
    @UriParam(label = "producer", defaultValue = "send",
              description = "What the endpoint does: send a message, or send a command: etrn, verify, expand, help,"
                            + " noop.")
    private SmtpxOperation operation = SmtpxOperation.send;
    @UriParam(label = "producer",
              description = "The argument of the operation: the node of etrn, the user of verify, the list of"
                            + " expand, the topic of help. The default is the body.")
    private @Nullable String argument;
    @UriParam(label = "advanced", defaultValue = "false",
              description = "Whether every line sent and received is logged (at INFO, logger"
                            + " org.apache.camel.component.smtpx.wire). Secrets are not shown.")
    private boolean debug;
    @UriParam(label = "message",
              description = "Headers of the exchange that are added to a composed message, besides the default list"
                            + " or the headerFilterStrategy: names, or beginnings of names with an"
                            + " asterisk behind them, separated by commas.")
    private @Nullable String includeHeaders;
    @UriParam(label = "message",
              description = "How readers of a composed message leave the list (List-Unsubscribe, RFC 2369): a URI, or"
                            + " several in angle brackets, separated by commas. The default is the header"
                            + " List-Unsubscribe of the exchange.")
    private @Nullable String listUnsubscribe;
    @UriParam(label = "message", defaultValue = "false",
              description = "Whether a POST to the https URI of listUnsubscribe (or of the header) unsubscribes"
                            + " without a question (List-Unsubscribe-Post, RFC 8058).")
    private boolean oneClick;
    @UriParam(label = "advanced",
              description = "Decides which headers of the exchange are added to a composed message.")
    private @Nullable HeaderFilterStrategy headerFilterStrategy;

    /** A copy, independent of this. */
    public SmtpxConfiguration copy() {
        try {
            return (SmtpxConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public Protocol getProtocol() {
        return protocol;
    }

    public void setProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    public boolean isSsl() {
        return ssl;
    }

    public void setSsl(boolean ssl) {
        this.ssl = ssl;
    }

    public long getTlsReloadInterval() {
        return tlsReloadInterval;
    }

    public void setTlsReloadInterval(long tlsReloadInterval) {
        this.tlsReloadInterval = tlsReloadInterval;
    }

    public StartTls getStarttls() {
        return starttls;
    }

    public void setStarttls(StartTls starttls) {
        this.starttls = starttls;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public boolean isHostnameVerification() {
        return hostnameVerification;
    }

    public void setHostnameVerification(boolean hostnameVerification) {
        this.hostnameVerification = hostnameVerification;
    }

    public @Nullable String getTlsServerName() {
        return tlsServerName;
    }

    public void setTlsServerName(@Nullable String tlsServerName) {
        this.tlsServerName = tlsServerName;
    }

    public @Nullable String getHello() {
        return hello;
    }

    public void setHello(@Nullable String hello) {
        this.hello = hello;
    }

    public boolean isSendHello() {
        return sendHello;
    }

    public void setSendHello(boolean sendHello) {
        this.sendHello = sendHello;
    }

    public boolean isEsmtp() {
        return esmtp;
    }

    public void setEsmtp(boolean esmtp) {
        this.esmtp = esmtp;
    }

    public @Nullable String getLocalAddress() {
        return localAddress;
    }

    public void setLocalAddress(@Nullable String localAddress) {
        this.localAddress = localAddress;
    }

    public int getLocalPort() {
        return localPort;
    }

    public void setLocalPort(int localPort) {
        this.localPort = localPort;
    }

    public @Nullable String getUnixSocket() {
        return unixSocket;
    }

    public void setUnixSocket(@Nullable String unixSocket) {
        this.unixSocket = unixSocket;
    }

    public @Nullable String getProxy() {
        return proxy;
    }

    public void setProxy(@Nullable String proxy) {
        this.proxy = proxy;
    }

    public @Nullable String getProxyUsername() {
        return proxyUsername;
    }

    public void setProxyUsername(@Nullable String proxyUsername) {
        this.proxyUsername = proxyUsername;
    }

    public @Nullable String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(@Nullable String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public @Nullable ProxyProtocol getProxyProtocol() {
        return proxyProtocol;
    }

    public void setProxyProtocol(@Nullable ProxyProtocol proxyProtocol) {
        this.proxyProtocol = proxyProtocol;
    }

    public AddressFamily getAddressFamily() {
        return addressFamily;
    }

    public void setAddressFamily(AddressFamily addressFamily) {
        this.addressFamily = addressFamily;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable Long getTimeout() {
        return timeout;
    }

    public void setTimeout(@Nullable Long timeout) {
        this.timeout = timeout;
    }

    public @Nullable Long getGreetingTimeout() {
        return greetingTimeout;
    }

    public void setGreetingTimeout(@Nullable Long greetingTimeout) {
        this.greetingTimeout = greetingTimeout;
    }

    public @Nullable Long getCommandTimeout() {
        return commandTimeout;
    }

    public void setCommandTimeout(@Nullable Long commandTimeout) {
        this.commandTimeout = commandTimeout;
    }

    public @Nullable Long getDataTimeout() {
        return dataTimeout;
    }

    public void setDataTimeout(@Nullable Long dataTimeout) {
        this.dataTimeout = dataTimeout;
    }

    public @Nullable Long getBlockTimeout() {
        return blockTimeout;
    }

    public void setBlockTimeout(@Nullable Long blockTimeout) {
        this.blockTimeout = blockTimeout;
    }

    public @Nullable Long getFinalTimeout() {
        return finalTimeout;
    }

    public void setFinalTimeout(@Nullable Long finalTimeout) {
        this.finalTimeout = finalTimeout;
    }

    public @Nullable Long getTlsTimeout() {
        return tlsTimeout;
    }

    public void setTlsTimeout(@Nullable Long tlsTimeout) {
        this.tlsTimeout = tlsTimeout;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getAccessToken() {
        return accessToken;
    }

    public void setAccessToken(@Nullable String accessToken) {
        this.accessToken = accessToken;
    }

    public @Nullable String getAuthorizationId() {
        return authorizationId;
    }

    public void setAuthorizationId(@Nullable String authorizationId) {
        this.authorizationId = authorizationId;
    }

    public @Nullable String getDkimDomain() {
        return dkimDomain;
    }

    public void setDkimDomain(@Nullable String dkimDomain) {
        this.dkimDomain = dkimDomain;
    }

    public @Nullable String getDkimSelector() {
        return dkimSelector;
    }

    public void setDkimSelector(@Nullable String dkimSelector) {
        this.dkimSelector = dkimSelector;
    }

    public @Nullable String getDkimProvider() {
        return dkimProvider;
    }

    public void setDkimProvider(@Nullable String dkimProvider) {
        this.dkimProvider = dkimProvider;
    }

    public @Nullable String getDkimKey() {
        return dkimKey;
    }

    public void setDkimKey(@Nullable String dkimKey) {
        this.dkimKey = dkimKey;
    }

    public @Nullable CredentialsSupplier getCredentialsSupplier() {
        return credentialsSupplier;
    }

    public void setCredentialsSupplier(@Nullable CredentialsSupplier credentialsSupplier) {
        this.credentialsSupplier = credentialsSupplier;
    }

    public @Nullable String getAuthMechanisms() {
        return authMechanisms;
    }

    public void setAuthMechanisms(@Nullable String authMechanisms) {
        this.authMechanisms = authMechanisms;
    }

    public @Nullable SaslClientFactory getSaslClientFactory() {
        return saslClientFactory;
    }

    public void setSaslClientFactory(@Nullable SaslClientFactory saslClientFactory) {
        this.saslClientFactory = saslClientFactory;
    }

    public boolean isAllowCleartextAuth() {
        return allowCleartextAuth;
    }

    public void setAllowCleartextAuth(boolean allowCleartextAuth) {
        this.allowCleartextAuth = allowCleartextAuth;
    }

    public int getScramIterations() {
        return scramIterations;
    }

    public void setScramIterations(int scramIterations) {
        this.scramIterations = scramIterations;
    }

    public @Nullable String getOauthTokenEndpoint() {
        return oauthTokenEndpoint;
    }

    public void setOauthTokenEndpoint(@Nullable String oauthTokenEndpoint) {
        this.oauthTokenEndpoint = oauthTokenEndpoint;
    }

    public @Nullable String getOauthClientId() {
        return oauthClientId;
    }

    public void setOauthClientId(@Nullable String oauthClientId) {
        this.oauthClientId = oauthClientId;
    }

    public @Nullable String getOauthClientSecret() {
        return oauthClientSecret;
    }

    public void setOauthClientSecret(@Nullable String oauthClientSecret) {
        this.oauthClientSecret = oauthClientSecret;
    }

    public @Nullable String getOauthScope() {
        return oauthScope;
    }

    public void setOauthScope(@Nullable String oauthScope) {
        this.oauthScope = oauthScope;
    }

    public String getOauthClientAuthentication() {
        return oauthClientAuthentication;
    }

    public void setOauthClientAuthentication(String oauthClientAuthentication) {
        this.oauthClientAuthentication = oauthClientAuthentication;
    }

    public @Nullable String getOauthParameters() {
        return oauthParameters;
    }

    public void setOauthParameters(@Nullable String oauthParameters) {
        this.oauthParameters = oauthParameters;
    }

    public @Nullable RefreshTokenStore getRefreshTokenStore() {
        return refreshTokenStore;
    }

    public void setRefreshTokenStore(@Nullable RefreshTokenStore refreshTokenStore) {
        this.refreshTokenStore = refreshTokenStore;
    }

    public @Nullable String getOauthRefreshToken() {
        return oauthRefreshToken;
    }

    public void setOauthRefreshToken(@Nullable String oauthRefreshToken) {
        this.oauthRefreshToken = oauthRefreshToken;
    }

    public @Nullable String getFrom() {
        return from;
    }

    public void setFrom(@Nullable String from) {
        this.from = from;
    }

    public @Nullable String getTo() {
        return to;
    }

    public void setTo(@Nullable String to) {
        this.to = to;
    }

    public @Nullable String getCc() {
        return cc;
    }

    public void setCc(@Nullable String cc) {
        this.cc = cc;
    }

    public @Nullable String getBcc() {
        return bcc;
    }

    public void setBcc(@Nullable String bcc) {
        this.bcc = bcc;
    }

    public @Nullable String getReplyTo() {
        return replyTo;
    }

    public void setReplyTo(@Nullable String replyTo) {
        this.replyTo = replyTo;
    }

    public @Nullable String getSubject() {
        return subject;
    }

    public void setSubject(@Nullable String subject) {
        this.subject = subject;
    }

    public @Nullable String getContentType() {
        return contentType;
    }

    public void setContentType(@Nullable String contentType) {
        this.contentType = contentType;
    }

    public String getAlternativeBodyHeader() {
        return alternativeBodyHeader;
    }

    public void setAlternativeBodyHeader(String alternativeBodyHeader) {
        this.alternativeBodyHeader = alternativeBodyHeader;
    }

    public boolean isRaw() {
        return raw;
    }

    public void setRaw(boolean raw) {
        this.raw = raw;
    }

    public boolean isUseHeaderFrom() {
        return useHeaderFrom;
    }

    public void setUseHeaderFrom(boolean useHeaderFrom) {
        this.useHeaderFrom = useHeaderFrom;
    }

    public boolean isUseHeaderRecipients() {
        return useHeaderRecipients;
    }

    public void setUseHeaderRecipients(boolean useHeaderRecipients) {
        this.useHeaderRecipients = useHeaderRecipients;
    }

    public boolean isUseHeaderSubject() {
        return useHeaderSubject;
    }

    public void setUseHeaderSubject(boolean useHeaderSubject) {
        this.useHeaderSubject = useHeaderSubject;
    }

    public boolean isUseHeaderReplyTo() {
        return useHeaderReplyTo;
    }

    public void setUseHeaderReplyTo(boolean useHeaderReplyTo) {
        this.useHeaderReplyTo = useHeaderReplyTo;
    }

    public @Nullable String getSender() {
        return sender;
    }

    public void setSender(@Nullable String sender) {
        this.sender = sender;
    }

    public @Nullable String getRecipients() {
        return recipients;
    }

    public void setRecipients(@Nullable String recipients) {
        this.recipients = recipients;
    }

    public EnvelopeHeaders getEnvelopeHeaders() {
        return envelopeHeaders;
    }

    public void setEnvelopeHeaders(EnvelopeHeaders envelopeHeaders) {
        this.envelopeHeaders = envelopeHeaders;
    }

    public boolean isExactAddresses() {
        return exactAddresses;
    }

    public void setExactAddresses(boolean exactAddresses) {
        this.exactAddresses = exactAddresses;
    }

    public int getMaxRecipients() {
        return maxRecipients;
    }

    public void setMaxRecipients(int maxRecipients) {
        this.maxRecipients = maxRecipients;
    }

    public boolean isSkipBad() {
        return skipBad;
    }

    public void setSkipBad(boolean skipBad) {
        this.skipBad = skipBad;
    }

    public boolean isFailOnPartial() {
        return failOnPartial;
    }

    public void setFailOnPartial(boolean failOnPartial) {
        this.failOnPartial = failOnPartial;
    }

    public boolean isRetryUnknown() {
        return retryUnknown;
    }

    public void setRetryUnknown(boolean retryUnknown) {
        this.retryUnknown = retryUnknown;
    }

    public MailVerb getMailVerb() {
        return mailVerb;
    }

    public void setMailVerb(MailVerb mailVerb) {
        this.mailVerb = mailVerb;
    }

    public long getSize() {
        return size;
    }

    public void setSize(long size) {
        this.size = size;
    }

    public String getBodyType() {
        return bodyType;
    }

    public void setBodyType(String bodyType) {
        this.bodyType = bodyType;
    }

    public @Nullable String getTransactionId() {
        return transactionId;
    }

    public void setTransactionId(@Nullable String transactionId) {
        this.transactionId = transactionId;
    }

    public @Nullable String getVerp() {
        return verp;
    }

    public void setVerp(@Nullable String verp) {
        this.verp = verp;
    }

    public @Nullable String getAuthSubmitter() {
        return authSubmitter;
    }

    public void setAuthSubmitter(@Nullable String authSubmitter) {
        this.authSubmitter = authSubmitter;
    }

    public @Nullable String getXforward() {
        return xforward;
    }

    public void setXforward(@Nullable String xforward) {
        this.xforward = xforward;
    }

    public UnsupportedAction getUnsupported() {
        return unsupported;
    }

    public void setUnsupported(UnsupportedAction unsupported) {
        this.unsupported = unsupported;
    }

    public @Nullable String getDsnNotify() {
        return dsnNotify;
    }

    public void setDsnNotify(@Nullable String dsnNotify) {
        this.dsnNotify = dsnNotify;
    }

    public @Nullable DsnReturn getDsnReturn() {
        return dsnReturn;
    }

    public void setDsnReturn(@Nullable DsnReturn dsnReturn) {
        this.dsnReturn = dsnReturn;
    }

    public @Nullable String getEnvelopeId() {
        return envelopeId;
    }

    public void setEnvelopeId(@Nullable String envelopeId) {
        this.envelopeId = envelopeId;
    }

    public @Nullable String getOriginalRecipient() {
        return originalRecipient;
    }

    public void setOriginalRecipient(@Nullable String originalRecipient) {
        this.originalRecipient = originalRecipient;
    }

    public ExtensionUse getPipelining() {
        return pipelining;
    }

    public void setPipelining(ExtensionUse pipelining) {
        this.pipelining = pipelining;
    }

    public ExtensionUse getChunking() {
        return chunking;
    }

    public void setChunking(ExtensionUse chunking) {
        this.chunking = chunking;
    }

    public @Nullable String getXclient() {
        return xclient;
    }

    public void setXclient(@Nullable String xclient) {
        this.xclient = xclient;
    }

    public @Nullable String getIgnoreExtensions() {
        return ignoreExtensions;
    }

    public void setIgnoreExtensions(@Nullable String ignoreExtensions) {
        this.ignoreExtensions = ignoreExtensions;
    }

    public int getChunkSize() {
        return chunkSize;
    }

    public void setChunkSize(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    public OneFlight getOneFlight() {
        return oneFlight;
    }

    public void setOneFlight(OneFlight oneFlight) {
        this.oneFlight = oneFlight;
    }

    public int getMinConnections() {
        return minConnections;
    }

    public void setMinConnections(int minConnections) {
        this.minConnections = minConnections;
    }

    public @Nullable Integer getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(@Nullable Integer maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public boolean isSynchronous() {
        return synchronous;
    }

    public void setSynchronous(boolean synchronous) {
        this.synchronous = synchronous;
    }

    public @Nullable Integer getMaxMessagesPerConnection() {
        return maxMessagesPerConnection;
    }

    public void setMaxMessagesPerConnection(@Nullable Integer maxMessagesPerConnection) {
        this.maxMessagesPerConnection = maxMessagesPerConnection;
    }

    public @Nullable Integer getMaxRecipientsPerMessage() {
        return maxRecipientsPerMessage;
    }

    public void setMaxRecipientsPerMessage(@Nullable Integer maxRecipientsPerMessage) {
        this.maxRecipientsPerMessage = maxRecipientsPerMessage;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public long getMaxConnectionAge() {
        return maxConnectionAge;
    }

    public void setMaxConnectionAge(long maxConnectionAge) {
        this.maxConnectionAge = maxConnectionAge;
    }

    public long getAcquireTimeout() {
        return acquireTimeout;
    }

    public void setAcquireTimeout(long acquireTimeout) {
        this.acquireTimeout = acquireTimeout;
    }

    public int getMaxPending() {
        return maxPending;
    }

    public void setMaxPending(int maxPending) {
        this.maxPending = maxPending;
    }

    public long getLoginPause() {
        return loginPause;
    }

    public void setLoginPause(long loginPause) {
        this.loginPause = loginPause;
    }

    public @Nullable String getProfile() {
        return profile;
    }

    public void setProfile(@Nullable String profile) {
        this.profile = profile;
    }

    public Throttling getThrottling() {
        return throttling;
    }

    public void setThrottling(Throttling throttling) {
        this.throttling = throttling;
    }

    public @Nullable String getMaxRate() {
        return maxRate;
    }

    public void setMaxRate(@Nullable String maxRate) {
        this.maxRate = maxRate;
    }

    public @Nullable String getMaxRecipientRate() {
        return maxRecipientRate;
    }

    public void setMaxRecipientRate(@Nullable String maxRecipientRate) {
        this.maxRecipientRate = maxRecipientRate;
    }

    public @Nullable String getMaxConnectionRate() {
        return maxConnectionRate;
    }

    public void setMaxConnectionRate(@Nullable String maxConnectionRate) {
        this.maxConnectionRate = maxConnectionRate;
    }

    public SmtpxOperation getOperation() {
        return operation;
    }

    public void setOperation(SmtpxOperation operation) {
        this.operation = operation;
    }

    public @Nullable String getArgument() {
        return argument;
    }

    public void setArgument(@Nullable String argument) {
        this.argument = argument;
    }

    public boolean isDebug() {
        return debug;
    }

    public void setDebug(boolean debug) {
        this.debug = debug;
    }

    public @Nullable String getIncludeHeaders() {
        return includeHeaders;
    }

    public void setIncludeHeaders(@Nullable String includeHeaders) {
        this.includeHeaders = includeHeaders;
    }

    public @Nullable HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    public void setHeaderFilterStrategy(@Nullable HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }

    public @Nullable String getDeliverBy() {
        return deliverBy;
    }

    public void setDeliverBy(@Nullable String deliverBy) {
        this.deliverBy = deliverBy;
    }

    public @Nullable Long getHoldFor() {
        return holdFor;
    }

    public void setHoldFor(@Nullable Long holdFor) {
        this.holdFor = holdFor;
    }

    public @Nullable String getHoldUntil() {
        return holdUntil;
    }

    public void setHoldUntil(@Nullable String holdUntil) {
        this.holdUntil = holdUntil;
    }

    public @Nullable Integer getMtPriority() {
        return mtPriority;
    }

    public void setMtPriority(@Nullable Integer mtPriority) {
        this.mtPriority = mtPriority;
    }

    public boolean isRequireTls() {
        return requireTls;
    }

    public void setRequireTls(boolean requireTls) {
        this.requireTls = requireTls;
    }

    public @Nullable String getValidSince() {
        return validSince;
    }

    public void setValidSince(@Nullable String validSince) {
        this.validSince = validSince;
    }

    public @Nullable String getListUnsubscribe() {
        return listUnsubscribe;
    }

    public void setListUnsubscribe(@Nullable String listUnsubscribe) {
        this.listUnsubscribe = listUnsubscribe;
    }

    public boolean isOneClick() {
        return oneClick;
    }

    public void setOneClick(boolean oneClick) {
        this.oneClick = oneClick;
    }
}
