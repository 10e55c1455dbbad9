package mail

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// The ways of a relay to TLS.
const (
	tlsNone          = "none"          // never
	tlsOpportunistic = "opportunistic" // when the server offers it
	tlsRequired      = "required"      // or no letter is sent
	tlsImplicit      = "implicit"      // from the first byte (RFC 8314 §3.3)
)

// relay is a mail server and how to talk to it.
type relay struct {
	host, port     string
	security       string // tlsNone, tlsOpportunistic, tlsRequired or tlsImplicit
	user, password string
	loopback       bool // the server is this machine
	tls            *tls.Config
}

var errRelay = errors.New("the address is not one; it looks like smtp://user:password@mail.example:587, " +
	"with the special characters of user and password percent-encoded")

// parseRelay reads "smtp[s]://[user:password@]host[:port][?tls=required|opportunistic|none][&ca=FILE]".
// Its errors are sentences of ours: those of net/url quote the address, password and all.
func parseRelay(address string) (relay, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.Opaque != "" || u.Fragment != "" {
		return relay{}, errRelay
	}
	r := relay{host: u.Hostname(), loopback: isLoopback(u.Hostname())}
	if u.User != nil {
		r.user = u.User.Username()
		r.password, _ = u.User.Password()
	}
	if err := r.setSecurity(u.Scheme, u.Query()); err != nil {
		return relay{}, err
	}
	if err := r.setPort(u.Port()); err != nil {
		return relay{}, err
	}
	return r, r.setTLS(u.Query().Get("ca"))
}

// setSecurity decides how much TLS there is. Credentials go to another machine only under TLS.
func (r *relay) setSecurity(scheme string, query url.Values) error {
	for name := range query {
		if name != "tls" && name != "ca" {
			return errors.New("the address has an option that is neither tls nor ca")
		}
	}
	asked := query.Get("tls")
	secret := r.user != "" && !r.loopback
	switch {
	case scheme == "smtps" && (asked == "" || asked == tlsRequired):
		r.security = tlsImplicit
	case scheme == "smtps":
		return errors.New("smtps:// is always under TLS, so tls= can only be required")
	case scheme != "smtp":
		return errors.New("the address must begin with smtp:// or smtps://")
	case asked == "" && secret:
		r.security = tlsRequired
	case asked == "":
		r.security = tlsOpportunistic
	case asked != tlsRequired && asked != tlsOpportunistic && asked != tlsNone:
		return errors.New("tls= must be required, opportunistic or none")
	case asked != tlsRequired && secret:
		return errors.New("a password is sent to another machine only under TLS: leave tls= out, or make it required")
	default:
		r.security = asked
	}
	return nil
}

// setPort takes the port of the address, or the usual one: 465 and 587 for submission
// (RFC 8314 §3.3, RFC 6409 §3.1), 25 for a relay that asks for no password.
func (r *relay) setPort(port string) error {
	n, err := strconv.Atoi(port)
	switch {
	case port == "" && r.security == tlsImplicit:
		r.port = "465"
	case port == "" && r.user != "":
		r.port = "587"
	case port == "":
		r.port = "25"
	case err != nil || n < 1 || n > 65535:
		return errors.New("the port must be between 1 and 65535")
	default:
		r.port = port
	}
	return nil
}

// setTLS trusts the machine's certificate authorities, and in their place those of a file
// when one is named. Certificates are always checked.
func (r *relay) setTLS(caFile string) error {
	r.tls = &tls.Config{ServerName: r.host, MinVersion: tls.VersionTLS12}
	if caFile == "" {
		return nil
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return errors.New("the file named by ca= can't be read")
	}
	r.tls.RootCAs = x509.NewCertPool()
	if !r.tls.RootCAs.AppendCertsFromPEM(pem) {
		return errors.New("the file named by ca= holds no certificate")
	}
	return nil
}

// scrub takes our own credentials out of a server's words, which may echo what it was sent.
func (r *relay) scrub(text string) string {
	if r.password == "" {
		return text
	}
	plain := base64.StdEncoding.EncodeToString([]byte("\x00" + r.user + "\x00" + r.password))
	alone := base64.StdEncoding.EncodeToString([]byte(r.password))
	const gone = "[redacted:password]"
	return strings.NewReplacer(plain, gone, alone, gone, r.password, gone).Replace(text)
}

// isLoopback reports whether a host is this machine for certain.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
