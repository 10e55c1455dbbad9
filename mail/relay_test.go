package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAddressesOfMailServers(t *testing.T) {
	for address, want := range map[string]relay{
		"smtp://relay.example":                            {host: "relay.example", port: "25", security: tlsOpportunistic},
		"smtp://relay.example:2525?tls=none":              {host: "relay.example", port: "2525", security: tlsNone},
		"smtp://relay.example?tls=required":               {host: "relay.example", port: "25", security: tlsRequired},
		"smtp://u:p%40ss@relay.example":                   {host: "relay.example", port: "587", security: tlsRequired, user: "u", password: "p@ss"},
		"smtps://u:p@relay.example/":                      {host: "relay.example", port: "465", security: tlsImplicit, user: "u", password: "p"},
		"smtp://u:p@127.0.0.1:1025":                       {host: "127.0.0.1", port: "1025", security: tlsOpportunistic, user: "u", password: "p", loopback: true},
		"smtp://u:p@localhost:1025?tls=none":              {host: "localhost", port: "1025", security: tlsNone, user: "u", password: "p", loopback: true},
		"smtp://[::1]:1025":                               {host: "::1", port: "1025", security: tlsOpportunistic, loopback: true},
		"smtp://u:p@relay.example:587?tls=required":       {host: "relay.example", port: "587", security: tlsRequired, user: "u", password: "p"},
		"smtps://u%40isp.example:p@relay.example:4650":    {host: "relay.example", port: "4650", security: tlsImplicit, user: "u@isp.example", password: "p"},
		"smtp://127.0.0.1.evil.example:25?tls=required":   {host: "127.0.0.1.evil.example", port: "25", security: tlsRequired},
		"smtp://localhost.evil.example?tls=opportunistic": {host: "localhost.evil.example", port: "25", security: tlsOpportunistic},
	} {
		got, err := parseRelay(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if got.tls == nil || got.tls.InsecureSkipVerify || got.tls.ServerName != want.host {
			t.Errorf("%s: TLS %+v", address, got.tls)
		}
		if got.tls = nil; got != want {
			t.Errorf("%s: %+v, want %+v", address, got, want)
		}
	}
}

func TestWrongAddressesOfMailServersAreRefusedWithoutThePassword(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, address := range map[string]string{
		"another scheme":             "http://u:hunter2@relay.example",
		"no scheme":                  "u:hunter2@relay.example",
		"no host":                    "smtp://u:hunter2@",
		"a space":                    "smtp://u:hunter2 @relay.example",
		"a bad escape":               "smtp://u:hunter2%zz@relay.example",
		"a slash in the password":    "smtp://u:hunter2/x@relay.example",
		"a port that is none":        "smtp://u:p@relay.example:hunter2",
		"a port too high":            "smtp://u:hunter2@relay.example:70000",
		"a path":                     "smtp://u:hunter2@relay.example/path",
		"a fragment":                 "smtp://u:hunter2@relay.example#x",
		"an unknown option":          "smtp://u:hunter2@relay.example?verify=hunter2",
		"an unknown kind of TLS":     "smtp://u:hunter2@relay.example?tls=hunter2",
		"credentials in plain text":  "smtp://u:hunter2@relay.example?tls=none",
		"credentials perhaps so":     "smtp://u:hunter2@relay.example?tls=opportunistic",
		"TLS that is none":           "smtps://u:hunter2@relay.example?tls=none",
		"no such file":               "smtp://u:hunter2@relay.example?ca=/nowhere/hunter2.pem",
		"a file without certificate": "smtp://u:hunter2@relay.example?ca=" + empty,
	} {
		_, err := OpenTransport(address, "", Options{})
		if err == nil {
			t.Errorf("%s passes", name)
		} else if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error says %v", name, err)
		}
	}
}
