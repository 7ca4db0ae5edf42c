"""The peers of the benchmarks on gevent, as one writes them there. The same workloads, arguments and output as tools/workloads."""
from gevent import monkey

monkey.patch_all()

import http.client
import queue
import resource
import socket
import sys
import threading
import time

import gevent
from gevent.pywsgi import WSGIServer
from gevent.server import StreamServer


def say(name, value):
    print(name, value, flush=True)


def percentiles(name, values):
    values.sort()
    say(name + " p50", values[len(values) // 2])
    say(name + " p99", values[int(len(values) * 0.99)])
    say(name + " max", values[-1])


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def echo(connection, _address):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        while data := connection.recv(4096):
            connection.sendall(data)
    except OSError:
        pass  # The peer went away.


def serve(server):
    server.init_socket()
    print("listening on", server.address[1], flush=True)
    server.serve_forever()


def serve_echo():
    serve(StreamServer(("127.0.0.1", 0), echo, backlog=1024))


def serve_tls(pem):
    serve(StreamServer(("127.0.0.1", 0), echo, backlog=1024, certfile=pem, keyfile=pem))


def serve_http():
    def application(environ, start_response):
        if environ["PATH_INFO"] != "/plaintext":
            start_response("404 Not Found", [("Content-Length", "0")])
            return [b""]
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "13")])
        return [b"Hello, World!"]

    serve(WSGIServer(("127.0.0.1", 0), application, log=None, backlog=1024))


def compute():
    """100 ms without a pause, then 20 ms of rest, and so on."""
    x = 1.0
    while True:
        start = time.perf_counter()
        while time.perf_counter() - start < 0.1:
            for i in range(1000):
                x = (x + i) ** 0.5
        time.sleep(0.02)


def fanout(port, requests):
    # http.client has no pool of its own.
    pool = queue.LifoQueue()
    for _ in range(1000):
        pool.put(http.client.HTTPConnection("127.0.0.1", port, timeout=120))
    right = [0]

    def ask():
        connection = pool.get()
        connection.request("GET", "/wait")
        body = connection.getresponse().read()
        right[0] += body == b"Hello, World!"  # Not in one: others run while it waits, between reading the number and writing it.
        pool.put(connection)

    start = time.perf_counter()
    gevent.joinall([gevent.spawn(ask) for _ in range(requests)])
    seconds = time.perf_counter() - start
    assert right[0] == requests, f"{right[0]} of {requests} answers were right"
    say("requests/s", requests / seconds)
    say("CPU us", time.process_time() * 1e6 / requests)
    say("peak MiB", peak_mib())


def storm(count):
    gate, all_run, running = threading.Event(), threading.Event(), [0]

    def hold():
        running[0] += 1
        if running[0] == count:
            all_run.set()
        gate.wait()

    start = time.perf_counter()
    threads = [threading.Thread(target=hold) for _ in range(count)]
    for thread in threads:
        thread.start()
    all_run.wait()
    gate.set()
    for thread in threads:
        thread.join()
    say("us at once", (time.perf_counter() - start) * 1e6 / count)
    start = time.perf_counter()
    for _ in range(0, count, 100):
        threads = [threading.Thread(target=lambda: None) for _ in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    say("us in turn", (time.perf_counter() - start) * 1e6 / count)
    say("peak MiB", peak_mib())


def timers(count):
    loop, late, left, done = gevent.get_hub().loop, [0.0] * count, [count], threading.Event()

    def fire(i, due):
        late[i] = (time.perf_counter() - due) * 1000
        left[0] -= 1
        if not left[0]:
            done.set()

    cpu, start, all_timers = time.process_time(), time.perf_counter(), []
    for i in range(count):
        due = 1 + i * 7919 % 1000 / 1000
        timer = loop.timer(due)
        timer.start(fire, i, time.perf_counter() + due, update=True)
        all_timers.append(timer)
    armed = time.perf_counter() - start
    done.wait()
    say("CPU ns", (time.process_time() - cpu) * 1e9 / count)
    say("arm ns", armed * 1e9 / count)
    percentiles("late ms", late)
    say("peak MiB", peak_mib())


def fairness(heavy, measured):
    stop, messages = [False], [0]

    def talk(a, b):
        message = b"x" * 64
        while not stop[0]:
            a.sendall(message)
            have = 0
            while have < 64:
                have += len(b.recv(64 - have))
            messages[0] += 1

    def pair():
        with socket.create_server(("127.0.0.1", 0)) as listener:
            a = socket.create_connection(listener.getsockname())
            a.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return a, listener.accept()[0]

    for a, b in [pair() for _ in range(heavy)]:
        threading.Thread(target=talk, args=(a, b), daemon=True).start()
    late = []

    def sleep():
        start = time.perf_counter()
        while time.perf_counter() - start < measured / 1000:
            before = time.perf_counter()
            time.sleep(0.001)
            late.append((time.perf_counter() - before) * 1000 - 1)

    light = threading.Thread(target=sleep)
    light.start()
    light.join()
    stop[0] = True
    percentiles("late ms", late)
    say("messages/s", messages[0] * 1000 / measured)


def main(name, *arguments):
    match name:
        case "echo":
            serve_echo()
        case "http":
            serve_http()
        case "tls":
            serve_tls(arguments[0])
        case "mixed":
            gevent.spawn(compute)
            serve_echo()
        case "fanout" | "storm" | "timers" | "fairness":
            globals()[name](*map(int, arguments))
        case _:
            sys.exit("unknown workload " + name)


main(*sys.argv[1:])
