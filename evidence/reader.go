package evidence

import (
	"strings"
	"time"
)

// Reader reads pasted evidence. The zero Reader reads it for the gateway at fibregateway.com
// and leaves no fingerprints. A Reader may be used by several goroutines at once.
type Reader struct {
	// Domain is the gateway's domain, such as "fibregateway.com": its hosts are the gateway's.
	// Empty: DefaultDomain.
	Domain string
	// Fingerprint makes 32 bits of a secret that tell nothing of it without a key, such as the
	// first of an HMAC, so that equal secrets stay comparable. Nil: no fingerprints.
	Fingerprint func(secret string) uint32
	// Now is the clock that the diagnosis compares a call's time with. Nil: nothing depends on today.
	Now func() time.Time
	// LogsKept is how long the gateway keeps its logs. Zero: not known, and no call is too old.
	LogsKept time.Duration
}

// DefaultDomain is the gateway's domain for a Reader that names none.
const DefaultDomain = "fibregateway.com"

// Read finds the exchanges and facts in a text. It never fails: a text without evidence
// gives a report without facts. The text is redacted first and read then, so nothing in
// the report holds a secret, and every Span points into Report.Text.
func (r *Reader) Read(text string) Report {
	texts := []string{text}
	if !r.round(texts) {
		return r.ReadClean(Clean{text})
	}
	once := texts[0]
	if !shares(len(once)) {
		r.rest(texts)
		return r.ReadClean(Clean{texts[0]})
	}
	wait := beside(len(once), func() { r.rest(texts) }) // nearly always only proves that nothing is left
	report := r.ReadClean(Clean{once})
	if wait(); texts[0] != once {
		report = r.ReadClean(Clean{texts[0]})
	}
	return report
}

// ReadClean is Read for text that is redacted already.
func (r *Reader) ReadClean(text Clean) Report { return r.ReadExchange(text, -1) }

// ReadExchange is ReadClean with the facts of the n-th exchange, counted from 0. Where there is
// no such exchange, the reading chooses one as ReadClean does.
func (r *Reader) ReadExchange(text Clean, n int) Report {
	report := r.read(text, n)
	report.Redactions = text.Redactions()
	return report
}

// read finds the exchanges and concludes the facts of the wanted one, -1 for the likeliest.
func (r *Reader) read(clean Clean, wanted int) Report {
	report := r.find(clean, wanted)
	r.conclude(&report)
	r.diagnose(&report)
	return report
}

// find finds the exchanges, and completes the wanted one.
func (r *Reader) find(clean Clean, wanted int) Report {
	text, back := unwrapped(clean.text)
	d := newDocument(r, text)
	parts := d.parts()
	for i := range parts {
		parts[i].move(func(s Span) Span {
			if back != nil {
				s = back(s)
			}
			return s.within(len(clean.text))
		})
	}
	report := Report{Text: clean, Chosen: -1}
	report.Exchanges = r.exchanges(parts)
	if report.Chosen = wanted; wanted < 0 || wanted >= len(report.Exchanges) {
		report.Chosen = r.choose(report.Exchanges)
	}
	if ex := report.Exchange(); ex != nil {
		r.fillGaps(clean.text, &report, ex)
	}
	return report
}

// parts returns the pieces of exchanges that a document shows.
func (d *document) parts() (parts []part) {
	for _, f := range formats {
		parts = append(parts, f.parts(d)...)
	}
	if v, ids := unlogged(d); v != nil {
		return append(append(parts, ids...), v.read(d.reader, looseFormats...)...)
	}
	for _, f := range looseFormats {
		parts = append(parts, f.parts(d)...)
	}
	return parts
}

// Environment tells which environment a host belongs to: "PRODUCTION", "CVT", or "" for a
// host that is not the gateway's. The host may carry a port.
func (r *Reader) Environment(host string) string {
	host = strings.ToLower(strings.TrimSpace(host))
	if i := strings.LastIndexByte(host, ':'); i >= 0 && allDigits(host[i+1:]) {
		host = host[:i]
	}
	host = strings.TrimSuffix(host, ".")
	labels, ok := strings.CutSuffix(host, r.domain())
	if !ok || labels != "" && !strings.HasSuffix(labels, ".") || !isHost(host) {
		return ""
	}
	for l := range strings.SplitSeq(labels, ".") {
		if l == "cvt" {
			return "CVT"
		}
	}
	return "PRODUCTION"
}

// domain is the gateway's domain in small letters.
func (r *Reader) domain() string {
	if domain := strings.ToLower(strings.Trim(r.Domain, ". ")); domain != "" {
		return domain
	}
	return DefaultDomain
}

// isHost reports whether s is made of the letters of host names.
func isHost(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isAlnum(s[i]) && s[i] != '-' && s[i] != '.' && s[i] != '_' {
			return false
		}
	}
	return s != ""
}

// hostOf returns the host, with its port, of an absolute URL; "" for any other.
func hostOf(url string) string {
	i := strings.Index(url, "://")
	if i < 0 || i > 8 {
		return ""
	}
	rest := url[i+3:]
	if n := strings.IndexAny(rest, "/?#\\ "); n >= 0 {
		rest = rest[:n]
	}
	if n := strings.LastIndexByte(rest, '@'); n >= 0 {
		rest = rest[n+1:]
	}
	return rest
}

// pathOf returns the path of a URL or request target, without its query.
func pathOf(url string) string {
	if i := strings.Index(url, "://"); i >= 0 && i <= 8 {
		url = url[i+3:]
		n := strings.IndexByte(url, '/')
		if n < 0 {
			return ""
		}
		url = url[n:]
	}
	if n := strings.IndexAny(url, "?#"); n >= 0 {
		url = url[:n]
	}
	return url
}

// absolute completes a target with the host that a Host header or :authority names. https
// is assumed for the gateway, and for any other host that doesn't say better by its port.
func (r *Reader) absolute(url string, headers []Header, scheme string) string {
	if !strings.HasPrefix(url, "/") {
		return url
	}
	host := header(headers, "Host")
	if host == "" {
		host = header(headers, ":authority")
	}
	if host == "" {
		return url
	}
	if s := header(headers, ":scheme"); s != "" {
		scheme = s
	}
	if scheme == "" {
		scheme = "https"
		if strings.HasSuffix(host, ":80") || r.Environment(host) == "" && (strings.HasSuffix(host, ":8080") || hasFold(host, "localhost")) {
			scheme = "http"
		}
	}
	return scheme + "://" + host + url
}
