package main

import (
	"io"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func storm(count int) {
	var running, done sync.WaitGroup
	running.Add(count)
	done.Add(count)
	gate := make(chan struct{})
	from := time.Now()
	for i := 0; i < count; i++ {
		go func() {
			defer done.Done()
			running.Done()
			<-gate
		}()
	}
	running.Wait()
	close(gate)
	done.Wait()
	say("us at once", float64(time.Since(from).Nanoseconds())/1e3/float64(count))
	from = time.Now()
	for i := 0; i < count; i += 100 {
		var batch sync.WaitGroup
		batch.Add(100)
		for k := 0; k < 100; k++ {
			go func() { batch.Done() }()
		}
		batch.Wait()
	}
	say("us in turn", float64(time.Since(from).Nanoseconds())/1e3/float64(count))
	say("peak MiB", peakMiB())
}

func timers(count int) {
	late := make([]float64, count)
	var done sync.WaitGroup
	done.Add(count)
	cpu, from := cpuSeconds(), time.Now()
	for i := 0; i < count; i++ {
		me, due := i, time.Duration(1000+i*7919%1000)*time.Millisecond
		armedAt := time.Now()
		time.AfterFunc(due, func() {
			late[me] = milliseconds(time.Since(armedAt) - due)
			done.Done()
		})
	}
	armed := time.Since(from)
	done.Wait()
	say("CPU ns", (cpuSeconds()-cpu)*1e9/float64(count))
	say("arm ns", float64(armed.Nanoseconds())/float64(count))
	percentiles("late ms", late)
	say("peak MiB", peakMiB())
}

func fairness(heavy, measured int) {
	var messages int64
	var stop int32
	for i := 0; i < heavy; i++ {
		a, b := pair()
		go func() {
			buffer := make([]byte, 64)
			for atomic.LoadInt32(&stop) == 0 {
				_, err := a.Write(buffer)
				check(err)
				_, err = io.ReadFull(b, buffer)
				check(err)
				atomic.AddInt64(&messages, 1)
			}
		}()
	}
	result := make(chan []float64)
	go func() {
		var late []float64
		for start := time.Now(); time.Since(start) < time.Duration(measured)*time.Millisecond; {
			from := time.Now()
			time.Sleep(time.Millisecond)
			late = append(late, milliseconds(time.Since(from))-1)
		}
		result <- late
	}()
	late := <-result
	atomic.StoreInt32(&stop, 1)
	percentiles("late ms", late)
	say("messages/s", float64(atomic.LoadInt64(&messages))*1000/float64(measured))
}

func pair() (net.Conn, net.Conn) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	defer listener.Close()
	a, err := net.Dial("tcp", listener.Addr().String())
	check(err)
	b, err := listener.Accept()
	check(err)
	return a, b
}

func collections(most int) {
	gate := make(chan struct{})
	parked := 0
	for step, count := range []int{0, most / 10, most} {
		for ; parked < count; parked++ {
			go func() { <-gate }()
		}
		time.Sleep(100 * time.Millisecond)
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for i := 0; i < 10; i++ {
			runtime.GC()
		}
		runtime.ReadMemStats(&after)
		name := []string{"pause ms at none", "pause ms at a tenth", "pause ms at all"}[step]
		say(name, float64(after.PauseTotalNs-before.PauseTotalNs)/1e6/10)
	}
}
