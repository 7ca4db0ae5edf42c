// The echo server as a C program is written for epoll: one thread, one buffer, edge-triggered, no memory for a connection. What a server on the kernel's own
// interfaces cannot do much better than. Prints its port.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { backlog = 4096, events_at_once = 64, buffer_size = 4096 };

static void check(int result, const char *what)
{
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

static void watch(int epoll, int fd, unsigned events)
{
    struct epoll_event event = { .events = events, .data.fd = fd };
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

static void take_connection(int epoll, int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
        watch(epoll, fd, EPOLLIN | EPOLLET);
    }
}

static void echo(int fd)
{
    static char buffer[buffer_size];
    ssize_t count;
    // A full buffer may not have been all, of which the kernel would say nothing more.
    do {
        count = recv(fd, buffer, sizeof buffer, 0);
        // The messages are small: one that does not fit into the socket's buffer ends the connection.
        if (count == 0 || (count < 0 && errno != EAGAIN) || (count > 0 && send(fd, buffer, count, MSG_NOSIGNAL) != count)) {
            close(fd);
            return;
        }
    } while (count == buffer_size);
}

int main(void)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    check(bind(listener, (struct sockaddr *)&address, length), "bind");
    check(listen(listener, backlog), "listen");
    check(getsockname(listener, (struct sockaddr *)&address, &length), "getsockname");
    printf("listening on %d\n", ntohs(address.sin_port));
    fflush(stdout);
    int epoll = epoll_create1(0);
    watch(epoll, listener, EPOLLIN);
    struct epoll_event events[events_at_once];
    for (;;) {
        int count = epoll_wait(epoll, events, events_at_once, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener)
                take_connection(epoll, listener);
            else
                echo(events[i].data.fd);
        }
    }
}
