// The peers of the benchmarks in Go, as one writes them there: a goroutine for each connection. The same workloads, arguments and output as
// tools/workloads.
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	number := func(i int) int {
		n, err := strconv.Atoi(os.Args[i])
		check(err)
		return n
	}
	switch os.Args[1] {
	case "echo":
		serveEcho(listen())
	case "http":
		serveHTTP()
	case "tls":
		serveTLS(os.Args[2])
	case "tls-load":
		loadTLS(number(2), number(3), number(4), number(5))
	case "mixed":
		go compute()
		serveEcho(listen())
	case "fanout":
		fanOut(number(2), number(3))
	case "storm":
		storm(number(2))
	case "timers":
		timers(number(2))
	case "fairness":
		fairness(number(2), number(3))
	case "gc":
		collections(number(2))
	default:
		fmt.Fprintln(os.Stderr, "unknown workload", os.Args[1])
		os.Exit(64)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func say(name string, value float64) { fmt.Println(name, value) }

func percentiles(name string, values []float64) {
	sort.Float64s(values)
	say(name+" p50", values[len(values)/2])
	say(name+" p99", values[int(float64(len(values))*0.99)])
	say(name+" max", values[len(values)-1])
}

func milliseconds(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

func cpuSeconds() float64 {
	var u syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func peakMiB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	check(err)
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmHWM:") {
			kib, err := strconv.Atoi(strings.Fields(line)[1])
			check(err)
			return float64(kib) / 1024
		}
	}
	return 0
}
