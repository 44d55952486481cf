/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import org.apache.camel.component.smtpx.internal.transport.Timers;

/** The event loops: epoll if its native library is on the class path, else the JDK's selectors. */
public final class EventLoops implements Timers, AutoCloseable {

    private final EventLoopGroup group;
    private final boolean epoll;

    /**
     * Creates event loops; their threads start on first use.
     *
     * @param threads the number of event loops
     * @param name    prefix of the thread names
     */
    public EventLoops(int threads, String name) {
        this.epoll = Epoll.isAvailable();
        this.group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
        return group;
    }

    /** The type of channels to an address. */
    Class<? extends Channel> channelType(SocketAddress remote) {
        if (remote instanceof UnixDomainSocketAddress) {
            return epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
        }
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** The address in the form that the channels understand. */
    SocketAddress channelAddress(SocketAddress remote) {
        return epoll && remote instanceof UnixDomainSocketAddress socket
                ? new DomainSocketAddress(socket.getPath().toString()) : remote;
    }

    /** Whether the calling thread is one of the event loops, so that it must not block. */
    public boolean isCurrentThread() {
        Thread thread = Thread.currentThread();
        for (EventExecutor loop : group) {
            if (loop.inEventLoop(thread)) {
                return true;
            }
        }
        return false;
    }

    /** Runs a task on an event loop after a delay. The task must not block. */
    @Override
    public Future<?> schedule(Runnable task, Duration delay) {
        return group.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Shuts the event loops down and waits up to five seconds for their threads. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
