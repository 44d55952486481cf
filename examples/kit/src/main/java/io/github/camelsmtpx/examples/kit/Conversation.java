/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * The server's side of one connection (RFC 5321, 2920, 3030). Replies to commands that came together go out together.
 * All on the event loop.
 */
final class Conversation extends ByteToMessageDecoder {

    static final int SIZE_MAX = 64 << 20;

    private static final int LINE_MAX = 12_288;
    private static final String HELLO = String.join("\r\n", "250-mx.example.org", "250-PIPELINING", "250-CHUNKING",
            "250-8BITMIME", "250-SMTPUTF8", "250-DSN", "250-ENHANCEDSTATUSCODES", "250 SIZE " + SIZE_MAX);

    private final Mailboxes mailboxes;
    private final Reception reception;
    private final LongSupplier ids;

    private Transaction transaction = new Transaction();
    private boolean inData;
    private boolean lastChunk;
    private long chunkLeft = -1;
    private boolean over;

    Conversation(Mailboxes mailboxes, Reception reception, LongSupplier ids) {
        this.mailboxes = mailboxes;
        this.reception = reception;
        this.ids = ids;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        reply(context, "220 mx.example.org ESMTP for trying things out");
        context.flush();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws IOException {
        if (over) {
            in.skipBytes(in.readableBytes());
        } else if (chunkLeft >= 0) {
            chunk(context, in);
        } else {
            int length = in.bytesBefore((byte) '\n') + 1;
            if (length == 0 && in.readableBytes() > LINE_MAX) {
                length = inData ? in.readableBytes() : -1;
            }
            if (length < 0) {
                end(context, "500 5.5.2 Line too long");
            } else if (length > 0 && inData) {
                dataLine(context, in, length);
            } else if (length > 0) {
                command(context, in.readCharSequence(length, StandardCharsets.UTF_8).toString().strip());
            }
        }
    }

    private void dataLine(ChannelHandlerContext context, ByteBuf in, int length) throws IOException {
        int start = in.readerIndex();
        if (in.getByte(start) == '.' && transaction.atLineStart()) {
            if (length == 3 && in.getByte(start + 1) == '\r') {
                in.skipBytes(length);
                inData = false;
                finish(context);
                return;
            }
            in.skipBytes(1);
            transaction.append(in, length - 1);
        } else {
            transaction.append(in, length);
        }
    }

    private void chunk(ChannelHandlerContext context, ByteBuf in) throws IOException {
        int now = (int) Math.min(chunkLeft, in.readableBytes());
        transaction.append(in, now);
        chunkLeft -= now;
        if (chunkLeft == 0) {
            chunkLeft = -1;
            if (!transaction.hasReceivers()) {
                reply(context, "503 5.5.1 No valid recipients");
            } else if (lastChunk) {
                finish(context);
            } else {
                reply(context, "250 2.0.0 Chunk received");
            }
        }
    }

    private void command(ChannelHandlerContext context, String line) throws IOException {
        String[] words = line.split(" +");
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" -> {
                transaction = new Transaction();
                reply(context, HELLO);
            }
            case "HELO" -> reply(context, "250 mx.example.org");
            case "MAIL" -> reply(context, transaction.mail(line));
            case "RCPT" -> reply(context, transaction.recipient(line, mailboxes));
            case "DATA" -> {
                inData = transaction.hasReceivers();
                reply(context, inData ? "354 Go ahead" : "503 5.5.1 No valid recipients");
            }
            case "BDAT" -> announced(context, words);
            case "RSET" -> {
                transaction = new Transaction();
                reply(context, "250 2.0.0 Ok");
            }
            case "NOOP" -> reply(context, "250 2.0.0 Ok");
            case "VRFY" -> reply(context, "252 2.1.5 Send something and see");
            case "QUIT" -> end(context, "221 2.0.0 Bye");
            default -> reply(context, "500 5.5.1 Command not known");
        }
    }

    private void announced(ChannelHandlerContext context, String[] words) throws IOException {
        if (words.length < 2 || !words[1].matches("[0-9]{1,9}")) {
            end(context, "501 5.5.4 Syntax: BDAT octets [LAST]");
            return;
        }
        chunkLeft = Long.parseLong(words[1]);
        lastChunk = words.length > 2 && words[2].equalsIgnoreCase("LAST");
        if (chunkLeft == 0) {
            chunk(context, Unpooled.EMPTY_BUFFER);
        }
    }

    /** The message is whole: the reception has it before the client knows. */
    private void finish(ChannelHandlerContext context) throws IOException {
        ReceivedMail mail = transaction.over() ? null : transaction.whole(ids.getAsLong());
        transaction = new Transaction();
        if (mail == null) {
            reply(context, "552 5.3.4 Too much");
            return;
        }
        String answer = accept(mail);
        if (mailboxes.losesReply(mail)) {
            over = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            reply(context, answer);
        }
    }

    private String accept(ReceivedMail mail) {
        try {
            reception.accept(mail);
            for (ReceivedMail notification : Notifications.of(mail, ids)) {
                reception.accept(notification);
            }
            return "250 2.0.0 Stored as " + mail.id();
        } catch (IOException e) {
            return "451 4.3.0 Could not be stored";
        }
    }

    private void end(ChannelHandlerContext context, String lastWord) {
        over = true;
        context.writeAndFlush(octets(context, lastWord)).addListener(ChannelFutureListener.CLOSE);
    }

    private static void reply(ChannelHandlerContext context, String text) {
        context.write(octets(context, text));
    }

    private static ByteBuf octets(ChannelHandlerContext context, String text) {
        return ByteBufUtil.writeUtf8(context.alloc(), text + "\r\n");
    }
}
