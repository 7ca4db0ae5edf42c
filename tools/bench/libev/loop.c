/*
 * The libev side of `bench loop`. Reads one command a line, does one round of it, and answers with one line of numbers (nanoseconds):
 *
 *   ring WATCHERS ACTIVE TIMERS    socket pairs in a ring: each byte that is read is passed on to the next one, ACTIVE bytes at a time;
 *                                  with TIMERS, each watcher has a timer that every event postpones. Answer: time for each event.
 *   ready WATCHERS                 as many sockets that are readable and stay so. Answer: time for each event. What the loop itself costs.
 *   timers COUNT                   Answer: time for each start, each `again`, each one that fires.
 *
 * The same program in C# is RingRound.cs, ReadyRound.cs and TimersRound.cs; keep them alike.
 */
#include <ev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 10000

static struct ev_loop *loop;

struct station {
    ev_io io;
    ev_timer timer;
    int next; /* where the byte is passed on to */
};

static struct station *stations;
static int *fds;
static int watchers, timed, left, passes;

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static unsigned long long seed = 1;

static unsigned next_random(void)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33);
}

static void on_timer(EV_P_ ev_timer *w, int revents)
{
    (void)loop; (void)w; (void)revents;
    left--;
}

static void on_byte(EV_P_ ev_io *w, int revents)
{
    struct station *s = (struct station *)w;
    char byte;
    (void)revents;
    if (timed)
        ev_timer_again(EV_A_ &s->timer);
    if (read(w->fd, &byte, 1) == 1 && passes > 0) {
        passes--;
        if (write(s->next, &byte, 1) != 1)
            exit(3);
    }
    if (--left == 0)
        ev_break(EV_A_ EVBREAK_ONE);
}

static void on_ready(EV_P_ ev_io *w, int revents)
{
    (void)w; (void)revents;
    if (--left == 0)
        ev_break(EV_A_ EVBREAK_ONE);
}

static void ready(int count)
{
    ev_io *all = calloc(count, sizeof *all);
    int *pairs = malloc(2 * count * sizeof *pairs);
    double from = 0;
    int i, round;
    for (i = 0; i < count; i++) {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pairs + 2 * i)
            || write(pairs[2 * i + 1], "x", 1) != 1)
            exit(2);
        ev_io_init(all + i, on_ready, pairs[2 * i], EV_READ);
        ev_io_start(loop, all + i);
    }
    for (round = 0; round < 2; round++) { /* the first one tells the kernel, and finds room for the events */
        left = EVENTS * 10;
        from = now_ns();
        ev_run(loop, 0);
    }
    printf("%.3f\n", (now_ns() - from) / (EVENTS * 10));
    for (i = 0; i < count; i++) {
        ev_io_stop(loop, all + i);
        close(pairs[2 * i]);
        close(pairs[2 * i + 1]);
    }
    free(all);
    free(pairs);
}

static void open_ring(int count, int with_timers)
{
    int i;
    watchers = count;
    timed = with_timers;
    stations = calloc(count, sizeof *stations);
    fds = malloc(2 * count * sizeof *fds);
    for (i = 0; i < count; i++)
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds + 2 * i))
            exit(2);
    for (i = 0; i < count; i++) {
        stations[i].next = fds[2 * ((i + 1) % count) + 1];
        ev_io_init(&stations[i].io, on_byte, fds[2 * i], EV_READ);
        ev_io_start(loop, &stations[i].io);
        if (timed) {
            ev_init(&stations[i].timer, on_timer);
            stations[i].timer.repeat = 3600 + next_random() % 1000;
            ev_timer_again(loop, &stations[i].timer);
        }
    }
}

static void close_ring(void)
{
    int i;
    for (i = 0; i < watchers; i++) {
        ev_io_stop(loop, &stations[i].io);
        if (timed)
            ev_timer_stop(loop, &stations[i].timer);
        close(fds[2 * i]);
        close(fds[2 * i + 1]);
    }
    free(stations);
    free(fds);
    watchers = 0;
}

static void ring(int count, int active, int with_timers)
{
    double from;
    int i;
    if (count != watchers || with_timers != timed) {
        if (watchers)
            close_ring();
        open_ring(count, with_timers);
    }
    for (i = 0; i < active; i++)
        if (write(fds[2 * (int)((long)i * count / active) + 1], "x", 1) != 1)
            exit(3);
    left = EVENTS;
    passes = EVENTS - active;
    from = now_ns();
    ev_run(loop, 0);
    printf("%.3f\n", (now_ns() - from) / EVENTS);
}

static void timers(int count)
{
    ev_timer *all = calloc(count, sizeof *all);
    double start, again, fire, from;
    struct timespec pause = { 0, 500 * 1000 * 1000 };
    int i;
    for (i = 0; i < count; i++)
        ev_init(all + i, on_timer);

    ev_now_update(loop);
    from = now_ns();
    for (i = 0; i < count; i++) {
        ev_timer_set(all + i, 3600 + next_random() % 1000000 * 1e-6, 0.);
        ev_timer_start(loop, all + i);
    }
    start = (now_ns() - from) / count;

    from = now_ns();
    for (i = 0; i < count; i++) {
        all[i].repeat = 0.000001 + next_random() % 400000 * 1e-6;
        ev_timer_again(loop, all + i);
    }
    again = (now_ns() - from) / count;

    for (i = 0; i < count; i++)
        all[i].repeat = 0.; /* so that each fires once */
    nanosleep(&pause, 0);
    left = count;
    from = now_ns();
    ev_run(loop, EVRUN_NOWAIT);
    fire = (now_ns() - from) / count;
    if (left)
        exit(4);
    free(all);
    printf("%.3f %.3f %.3f\n", start, again, fire);
}

int main(void)
{
    char line[256];
    int a, b, c;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    loop = ev_loop_new(EVBACKEND_EPOLL | EVFLAG_NOENV);
    if (!loop)
        return 2;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "ring %d %d %d", &a, &b, &c) == 3)
            ring(a, b, c);
        else {
            if (watchers)
                close_ring(); /* its descriptors are needed */
            if (sscanf(line, "ready %d", &a) == 1)
                ready(a);
            else if (sscanf(line, "timers %d", &a) == 1)
                timers(a);
            else
                return 1;
        }
        fflush(stdout);
    }
    return 0;
}
