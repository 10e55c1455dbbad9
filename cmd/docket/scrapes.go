package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"

	"docket/handlers"
)

// scrapes answers /metrics on a listener of its own. Its methods take nil, for none.
type scrapes struct {
	listener net.Listener
	server   *http.Server
}

// openScrapes listens at an address, or returns nil for an empty one.
func openScrapes(addr string) (*scrapes, error) {
	if addr == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen for metrics: %w", err)
	}
	return &scrapes{listener: listener}, nil
}

// answer makes it ready to serve.
func (s *scrapes) answer(a *app, pages *handlers.Server) error {
	if s == nil {
		return nil
	}
	handler, err := pages.MetricsHandler()
	s.server = a.newServer(handler)
	return err
}

// serve answers until close; it reports what ends it before.
func (s *scrapes) serve(failed chan<- error) {
	if s == nil {
		return
	}
	if err := s.server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		failed <- fmt.Errorf("serve metrics: %w", err)
	}
}

// close ends scrapes; they go on while the program drains, to tell that it does.
func (s *scrapes) close() {
	if s == nil {
		return
	}
	if s.server != nil {
		_ = s.server.Close() // closes the listener too, unless it has not served
	}
	_ = s.listener.Close()
}
