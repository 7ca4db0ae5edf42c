package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Drives a TLS echo server: connections, milliseconds of warm-up, milliseconds of measuring. 64-byte messages, one under way on each.
func loadTLS(port, connections, warmup, measured int) {
	var ready, done sync.WaitGroup
	ready.Add(connections)
	done.Add(connections)
	start := make(chan struct{})
	var from, to time.Time
	latencies := make([][]float64, connections)
	for i := 0; i < connections; i++ {
		go func(me int) {
			defer done.Done()
			connection, err := tls.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port), &tls.Config{InsecureSkipVerify: true})
			check(err)
			defer connection.Close()
			message, reply := bytes.Repeat([]byte{byte(me)}, 64), make([]byte, 64)
			ready.Done()
			<-start
			for {
				sent := time.Now()
				_, err = connection.Write(message)
				check(err)
				_, err = io.ReadFull(connection, reply)
				check(err)
				now := time.Now()
				if !bytes.Equal(message, reply) {
					check(fmt.Errorf("other bytes came back"))
				}
				if now.After(to) {
					return
				}
				if now.After(from) {
					latencies[me] = append(latencies[me], milliseconds(now.Sub(sent)))
				}
			}
		}(i)
	}
	ready.Wait()
	from = time.Now().Add(time.Duration(warmup) * time.Millisecond)
	to = from.Add(time.Duration(measured) * time.Millisecond)
	close(start)
	done.Wait()
	var all []float64
	for _, some := range latencies {
		all = append(all, some...)
	}
	say("requests/s", float64(len(all))*1000/float64(measured))
	percentiles("ms", all)
}

func fanOut(port, requests int) {
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1000, MaxIdleConnsPerHost: 1000}}
	var done sync.WaitGroup
	done.Add(requests)
	var right int64
	from := time.Now()
	for i := 0; i < requests; i++ {
		go func() {
			defer done.Done()
			response, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/wait", port))
			check(err)
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			check(err)
			if string(body) == "Hello, World!" {
				atomic.AddInt64(&right, 1)
			}
		}()
	}
	done.Wait()
	seconds := time.Since(from).Seconds()
	if right != int64(requests) {
		check(fmt.Errorf("%d of %d answers were right", right, requests))
	}
	say("requests/s", float64(requests)/seconds)
	say("CPU us", cpuSeconds()*1e6/float64(requests))
	say("peak MiB", peakMiB())
}
