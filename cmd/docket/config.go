package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"docket/models"
)

// Config is the configuration of `docket serve`: each field is a flag and an environment variable.
type Config struct {
	Addr string `default:"127.0.0.1:8080" help:"Address and port to listen on."`
	place
	master
	BaseURL         string   `name:"base-url" help:"Address of this installation in mails and links, such as https://support.example. Empty: the listening address."`
	SMTPURL         string   `name:"smtp-url" help:"Mail server as smtp://user:password@host:587 or smtps://host:465. Empty: mails are written as .eml files under the data directory."`
	SMTPConnections int      `name:"smtp-connections" default:"1" help:"Connections to the mail server at once, 1 to 4. With one, a crash repeats at most one letter."`
	MailFrom        string   `help:"Sender of mails, such as 'Fibre Cafe Support <support@example.com>'."`
	ReferencePrefix string   `default:"FC" help:"Prefix of ticket identifiers: 1 to 8 capital letters or digits."`
	Organisation    string   `default:"Fibre Cafe" help:"Name on pages and mails."`
	GatewayDomain   string   `default:"fibregateway.com" help:"Domain whose hosts are the gateway's; a host with the label cvt is CVT."`
	LogRetention    int      `default:"90" help:"Days for which the gateway keeps its logs: an older call is told of before it is filed. 0: none is too old."`
	ReplyTargets    string   `default:"P1=1h,P2=4h,P3=24h,P4=72h" help:"When a first answer is promised, by priority; shown on the receipt and in mails."`
	TrustedProxies  []string `help:"Networks whose X-Forwarded-For is believed, such as 10.0.0.0/8, separated by commas."`
	RateLimit       string   `default:"on" help:"on, or off for tests and benchmarks."`
	TLSCert         string   `name:"tls-cert" help:"File with the TLS certificate chain (PEM). Empty: plain HTTP, behind a proxy."`
	TLSKey          string   `name:"tls-key" help:"File with the TLS private key (PEM)."`
	MetricsAddr     string   `help:"Address and port of a listener for /metrics alone, such as 127.0.0.1:9464; keep it from the public. Empty: none."`
	MetricsToken    string   `help:"Token of at least 16 visible characters that opens /metrics: wanted on that listener too, and with it /metrics is also where the pages are."`
	LogFormat       string   `default:"json" help:"json or text."`
	Gallery         string   `default:"off" help:"on shows every component in every state at /gallery, for development."`
}

// settings is a Config that has been checked.
type settings struct {
	Config
	base    *url.URL
	from    mail.Address
	proxies []netip.Prefix
	targets map[models.Priority]time.Duration
	tls     *tls.Config // nil: plain HTTP
}

// check names every fault at once, or returns the settings.
func (c Config) check() (settings, error) {
	s, faults := c.faults()
	if len(faults) > 0 {
		return s, usageError{faults}
	}
	return s, nil
}

// faults returns the settings as far as they can be used, and what is wrong with them.
func (c Config) faults() (s settings, faults []string) {
	s = settings{Config: c, base: &url.URL{Scheme: "http", Host: "localhost"}}
	fault := func(flag, format string, args ...any) {
		faults = append(faults, variable(flag)+": "+fmt.Sprintf(format, args...))
	}
	for _, check := range []func(faulter){
		s.checkAddresses, s.checkMail, s.place.check, s.checkWords, s.checkProxies, s.checkTLS, s.checkMetrics,
	} {
		check(fault)
	}
	return s, faults
}

func (s *settings) checkAddresses(fault faulter) {
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		fault("addr", "%q is not an address and port such as 127.0.0.1:8080", s.Addr)
		return
	}
	if s.BaseURL == "" {
		s.BaseURL = s.ownAddress(host, port)
	}
	s.base, err = url.Parse(strings.TrimSuffix(s.BaseURL, "/"))
	if err != nil || s.base.Hostname() == "" || s.base.Fragment != "" || s.base.ForceQuery || s.base.Scheme != "http" && s.base.Scheme != "https" || s.base.Path != "" || s.base.RawQuery != "" || s.base.User != nil {
		fault("base-url", "not an address such as https://support.example, without user, path or query") // never quoted: it may hold a password
		s.base = &url.URL{Scheme: "http", Host: "localhost"}
	}
}

// ownAddress is where a browser on this machine finds the program.
func (s *settings) ownAddress(host, port string) string {
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	scheme := "http"
	if s.TLSCert != "" {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

func (s *settings) checkMail(fault faulter) {
	if s.SMTPURL != "" {
		u, err := url.Parse(s.SMTPURL)
		if err != nil || u.Host == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
			fault("smtp-url", "not an address such as smtp://user:password@host:587") // never quoted: it holds a password
		}
		if s.MailFrom == "" {
			fault("mail-from", "needed when a mail server is set")
		}
	}
	if s.SMTPConnections < 1 || s.SMTPConnections > 4 {
		fault("smtp-connections", "%d is not between 1 and 4", s.SMTPConnections)
	}
	if s.MailFrom == "" {
		s.MailFrom = (&mail.Address{Name: s.Organisation + " Support", Address: "support@" + mailDomain(s.base)}).String()
	}
	from, err := mail.ParseAddress(s.MailFrom)
	if err != nil {
		fault("mail-from", "%q is not a mail address such as Support <support@example.com>", s.MailFrom)
		return
	}
	s.from = *from
}

// mailDomain is a domain for addresses while none is set.
func mailDomain(base *url.URL) string {
	if base == nil || base.Hostname() == "" || net.ParseIP(base.Hostname()) != nil {
		return "localhost"
	}
	return base.Hostname()
}

var prefixForm = regexp.MustCompile(`^[A-Z0-9]{1,8}$`)

func (s *settings) checkWords(fault faulter) {
	if !prefixForm.MatchString(s.ReferencePrefix) {
		fault("reference-prefix", "%q is not 1 to 8 capital letters or digits", s.ReferencePrefix)
	}
	if strings.TrimSpace(s.Organisation) == "" || strings.ContainsAny(s.Organisation, "\r\n") {
		fault("organisation", "needs one line of text")
	}
	if strings.ContainsAny(s.GatewayDomain, "/: ") || !strings.Contains(s.GatewayDomain, ".") {
		fault("gateway-domain", "%q is not a domain such as fibregateway.com", s.GatewayDomain)
	}
	checkRetention(s.LogRetention, fault)
	for flag, value := range map[string]string{"rate-limit": s.RateLimit, "gallery": s.Gallery} {
		if value != "on" && value != "off" {
			fault(flag, "%q is neither on nor off", value)
		}
	}
	if s.LogFormat != "json" && s.LogFormat != "text" {
		fault("log-format", "%q is neither json nor text", s.LogFormat)
	}
	var err error
	if s.targets, err = parseTargets(s.ReplyTargets); err != nil {
		fault("reply-targets", "%v", err)
	}
}

// longestRetention is the most days that logs can be said to be kept: a century.
const longestRetention = 36500

// checkRetention judges for how many days the gateway keeps its logs.
func checkRetention(days int, fault faulter) {
	if days < 0 || days > longestRetention {
		fault("log-retention", "%d is not a number of days from 0 to %d", days, longestRetention)
	}
}

// kept is how long the gateway keeps its logs, zero when that is not known.
func kept(days int) time.Duration { return time.Duration(days) * 24 * time.Hour }

// parseTargets reads "P1=1h,P2=4h,P3=24h,P4=72h"; all four must be there.
func parseTargets(text string) (map[models.Priority]time.Duration, error) {
	targets := map[models.Priority]time.Duration{}
	for pair := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		after, err := time.ParseDuration(value)
		if err != nil || after <= 0 || len(name) != 2 || name[0] != 'P' || name[1] < '1' || name[1] > '4' {
			return nil, fmt.Errorf("%q is not a target such as P1=1h", pair)
		}
		targets[models.Priority(name[1]-'0')] = after
	}
	if len(targets) != 4 {
		return nil, fmt.Errorf("%q does not name each of P1 to P4", text)
	}
	return targets, nil
}

func (s *settings) checkProxies(fault faulter) {
	for _, text := range s.TrustedProxies {
		network, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			ip, ipErr := netip.ParseAddr(strings.TrimSpace(text))
			if ipErr != nil {
				fault("trusted-proxies", "%q is not a network such as 10.0.0.0/8", text)
				continue
			}
			network = netip.PrefixFrom(ip, ip.BitLen())
		}
		s.proxies = append(s.proxies, network.Masked())
	}
}

func (s *settings) checkTLS(fault faulter) {
	if (s.TLSCert == "") != (s.TLSKey == "") {
		fault("tls-cert", "certificate and key go together: set both DOCKET_TLS_CERT and DOCKET_TLS_KEY, or neither")
		return
	}
	if s.TLSCert == "" {
		return
	}
	pair, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
	if err != nil {
		fault("tls-cert", "certificate and key can't be used: %v", err)
		return
	}
	s.tls = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
}

// shortestToken is the least length of a token that can't be guessed, in bytes.
const shortestToken = 16

func (s *settings) checkMetrics(fault faulter) {
	if _, _, err := net.SplitHostPort(s.MetricsAddr); s.MetricsAddr != "" && err != nil {
		fault("metrics-addr", "%q is not an address and port such as 127.0.0.1:9464", s.MetricsAddr)
	}
	if s.MetricsAddr != "" && s.MetricsAddr == s.Addr {
		fault("metrics-addr", "the same as DOCKET_ADDR: use another port, or set DOCKET_METRICS_TOKEN alone")
	}
	strange := func(r rune) bool { return r <= ' ' || r > '~' }
	if s.MetricsToken != "" && (len(s.MetricsToken) < shortestToken || strings.ContainsFunc(s.MetricsToken, strange)) {
		fault("metrics-token", "needs at least %d visible ASCII characters without spaces", shortestToken) // never quoted: it is a secret
	}
}
