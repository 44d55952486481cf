"""aiosmtpd: takes mail for *.test and passes it on octet for octet.

usage: server.py PORT TLS_PORT STRICT_PORT LMTP_PORT NEXT_HOP
"""

import asyncio
import smtplib
import ssl
import sys

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult

RECIPIENTS = {
    "bad": "550 5.1.1 no such user here",
    "tempfail": "450 4.3.0 try again later",
    "full": "452 4.2.2 mailbox full",
    "shutdown": "421 4.3.2 shutting down",
}
CONTENTS = {
    b"Subject: refuse-content": "550 5.7.1 content refused",
    b"Subject: defer-content": "451 4.7.1 content check unavailable",
}


class Relay:
    def __init__(self, next_hop, recipients, messages):
        self.next_hop = next_hop
        self.recipients = recipients
        self.messages = messages

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.messages is not None and session.taken == self.messages:
            return "421 4.7.0 too many messages in this connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        session.taken = getattr(session, "taken", 0)
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        for name, reply in RECIPIENTS.items():
            if address.startswith(name):
                return reply
        if len(envelope.rcpt_tos) == self.recipients:
            return "452 4.5.3 too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for line, reply in CONTENTS.items():
            if line in envelope.content:
                return reply
        self.pass_on(envelope)
        session.taken += 1
        return "250 OK"

    def pass_on(self, envelope):
        """By BDAT, which leaves every octet as it is."""
        with smtplib.SMTP("127.0.0.1", self.next_hop, "aiosmtpd.test") as relay:
            relay.command_encoding = "utf-8"
            relay.ehlo()
            relay.docmd("MAIL FROM:<%s>%s" % ((envelope.mail_from or "").strip("<>"), "".join(" " + o for o in envelope.mail_options)))
            for recipient in envelope.rcpt_tos:
                relay.docmd("RCPT TO:<%s>" % recipient)
            relay.putcmd("BDAT", "%d LAST" % len(envelope.content))
            relay.send(envelope.content)
            code, text = relay.getreply()
            if code != 250:
                raise smtplib.SMTPDataError(code, text)


class Store:
    """Keeps no mail. Recipients that begin with "late" are refused behind the message."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("bad"):
            return RECIPIENTS["bad"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        return "\r\n".join(
            "552 5.2.2 mailbox full" if address.startswith("late") else "250 2.0.0 kept for " + address
            for address in envelope.rcpt_tos)


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"user", b"secret"), handled=False)


async def main(port, tls_port, strict_port, lmtp_port, next_hop):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain("/srv/tls/server.pem", "/srv/tls/server.key")
    loop = asyncio.get_running_loop()

    def session(size, recipients, messages, auth_under_tls, context):
        return SMTP(
            Relay(next_hop, recipients, messages), data_size_limit=size, enable_SMTPUTF8=True, hostname="mx.test",
            tls_context=context, authenticator=authenticate, auth_require_tls=auth_under_tls)

    generous = (31457280, 1000, None, False)
    await loop.create_server(lambda: session(*generous, tls), "127.0.0.1", port)
    await loop.create_server(lambda: session(*generous, None), "127.0.0.1", tls_port, ssl=tls)
    await loop.create_server(lambda: session(100000, 5, 3, True, tls), "127.0.0.1", strict_port)
    await loop.create_server(lambda: LMTP(Store(), enable_SMTPUTF8=True, hostname="mx.test"), "127.0.0.1", lmtp_port)
    await asyncio.Event().wait()


asyncio.run(main(*map(int, sys.argv[1:])))
