package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"time"
)

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Println("listening on", listener.Addr().(*net.TCPAddr).Port)
	return listener
}

func serveEcho(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		check(err)
		go echo(connection)
	}
}

func echo(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, 4096)
	for {
		n, err := connection.Read(buffer)
		if err != nil {
			return
		}
		if _, err = connection.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func serveHTTP() {
	http.HandleFunc("/plaintext", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, "Hello, World!")
	})
	check(http.Serve(listen(), nil))
}

func serveTLS(pem string) {
	certificate, err := tls.LoadX509KeyPair(pem, pem)
	check(err)
	serveEcho(tls.NewListener(listen(), &tls.Config{Certificates: []tls.Certificate{certificate}}))
}

// 100 ms without a pause, then 20 ms of rest, and so on.
func compute() {
	x := 1.0
	for {
		for from := time.Now(); time.Since(from) < 100*time.Millisecond; {
			for i := 0; i < 1000; i++ {
				x = math.Sqrt(x + float64(i))
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
}
