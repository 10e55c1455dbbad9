package evidence

import (
	"fmt"
	"strings"
	"time"
)

// fieldOrder is the order of a report's facts.
var fieldOrder = []Field{
	Environment, Tenant, Supplier, OccurredAt, RequestID, ConversationID, OrderID, SupplierReference,
	RequestText, ResponseText, NoResponse, ErrorUUID, ErrorCode, ErrorMessage, Summary,
}

// asked are the fields that the published list asks for; a response is only asked for
// where one came.
var asked = []Field{Environment, Tenant, Supplier, OccurredAt, RequestID, ConversationID, RequestText, ResponseText}

// names are the fields in a person's words.
var names = map[Field]string{
	Environment: "environment", Tenant: "tenant", Supplier: "supplier", OccurredAt: "time", RequestID: "X-Request-ID",
	ConversationID: "X-Conversation-ID", OrderID: "Fibre Cafe order id", SupplierReference: "supplier's reference",
	ErrorUUID: "error uuid", ErrorCode: "error code", ErrorMessage: "error message",
}

// gathering collects what an exchange says for each field, best source first.
type gathering struct {
	reader *Reader
	ex     *Exchange
	facts  map[Field]*Fact
	text   string // that the spans point into
	told   *callRows
}

// Where the environment and the time are best read.
const (
	hostWhere = "host of the request"
	dateWhere = "response header Date"
)

// maxOthers is how many different values a fact keeps beside its own.
const maxOthers = 16

// add takes a value for a field. The first becomes the fact, different ones its others.
func (g *gathering) add(f Field, value, where string, span Span, assumed bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	fact := g.facts[f]
	if fact == nil {
		g.facts[f] = &Fact{Field: f, Value: value, Where: where, Span: span, Assumed: assumed}
		return
	}
	if same(f, fact.Value, value) || assumed {
		return
	}
	if len(fact.Others) >= maxOthers {
		return
	}
	for _, o := range fact.Others {
		if same(f, o.Value, value) {
			return
		}
	}
	fact.Others = append(fact.Others, Other{value, where, span})
}

// same reports whether two values of a field mean the same.
func same(f Field, a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	switch f {
	case RequestID, ConversationID, ErrorUUID, Tenant, Supplier:
		return cutOff(f, a, b) || cutOff(f, b, a)
	}
	if f == OccurredAt {
		x, err1 := ParseMoment(a)
		y, err2 := ParseMoment(b)
		return err1 == nil && err2 == nil && (!y.Zoned || x.Zoned && x.UTC.Sub(y.UTC).Abs() <= 5*time.Minute)
	}
	return f == ErrorMessage && (strings.Contains(a, b) || strings.Contains(b, a))
}

// conclude draws the facts from the chosen exchange and says what is missing or unclear.
func (r *Reader) conclude(report *Report) {
	ex := report.Exchange()
	if ex == nil {
		report.Missing = append([]Field(nil), asked...)
		return
	}
	g := &gathering{reader: r, ex: ex, facts: map[Field]*Fact{}, text: report.Text.text}
	g.fromRequest()
	g.fromResponse()
	g.fromFailure()
	g.fromLabels()
	g.fromBodies()
	g.fromPath()
	g.fromNeighbours(report)
	g.fromText(report)
	g.notOfSuccess()
	g.notOwnOrder()
	g.corrections()
	g.sameIDs()
	g.oneForBoth()
	g.summary()
	for _, f := range fieldOrder {
		if fact := g.facts[f]; fact != nil {
			fact.locate(report.Text.text)
			report.Facts = append(report.Facts, *fact)
		}
	}
	if ex.At != nil && !ex.At.Zoned {
		report.Warnings = append(report.Warnings, fmt.Sprintf("The time %q names no time zone.", ex.At.Written))
	}
	_, none := report.Fact(NoResponse)
	for _, f := range asked {
		fact, ok := report.Fact(f)
		if f == OccurredAt && ok {
			ok = isZoned(fact.Value) // a wall clock time alone is half an answer
		}
		if !ok && !(f == ResponseText && none) {
			report.Missing = append(report.Missing, f)
		}
	}
}

// Questions are sentences on what the report leaves to the person: which of several exchanges is
// meant, and which of several values.
func (r Report) Questions() (all []string) {
	if n := len(r.Exchanges); n > 1 {
		which := "the last one"
		if r.Exchange().Failed() {
			which = "the last one that failed"
		}
		all = append(all, fmt.Sprintf("The text shows %d exchanges; the facts come from %s.", n, which))
	}
	for _, f := range r.Facts {
		if len(f.Others) > 0 {
			var others []string
			for _, o := range f.Others {
				others = append(others, o.Value)
			}
			all = append(all, fmt.Sprintf("The text gives more than one %s: %s, and also %s.", names[f.Field], f.Value, strings.Join(others, ", ")))
		}
	}
	return all
}

// idHeaders are the headers that carry facts.
var idHeaders = []struct {
	name  string
	field Field
}{
	{"X-Request-ID", RequestID}, {"X-Conversation-ID", ConversationID}, {"X-Tenant", Tenant}, {"X-Tenant-ID", Tenant},
	{"X-Supplier", Supplier}, {"X-Supplier-ID", Supplier},
}

func (g *gathering) fromHeaders(headers []Header, side string, span Span) {
	for _, h := range idHeaders {
		for _, got := range headers {
			if strings.EqualFold(got.Name, h.name) && len(got.Value) <= 128 && !isVariable(got.Value) && strings.Count(strings.TrimSpace(got.Value), " ") < 2 {
				g.add(h.field, got.Value, side+" header "+h.name, span, false)
			}
		}
	}
	for _, got := range headers { // a person's name of an id, below a call: "Request-ID: …"
		f := labelFields[flatName(got.Name)]
		if side == "request" && (f == RequestID || f == ConversationID) && g.facts[f] == nil && isUUID(got.Value) {
			g.add(f, got.Value, side+" header "+got.Name, span, false)
		}
	}
}

func (g *gathering) fromRequest() {
	q := g.ex.Request
	if q == nil {
		return
	}
	if q.Method != "" && q.URL != "" {
		g.add(RequestText, q.String(), "request", q.Span, g.ex.requestAssumed)
	}
	host := hostOf(q.URL)
	if host == "" {
		host = header(q.Headers, "Host")
	}
	g.add(Environment, g.reader.Environment(host), hostWhere, q.Span, false)
	if env := g.facts[Environment]; env != nil {
		env.word = host
	}
	g.fromHeaders(q.Headers, "request", q.Span)
}

func (g *gathering) fromResponse() {
	p := g.ex.Response
	if p == nil {
		return
	}
	if p.Status > 0 {
		g.add(ResponseText, p.String(), "response", p.Span, g.ex.responseAssumed)
	}
	g.fromHeaders(p.Headers, "response", p.Span)
	if m, err := ParseMoment(header(p.Headers, "Date")); err == nil {
		g.addMoment(m, dateWhere, p.Span, false)
	}
	if p.Status >= 400 || p.Status == 0 {
		e := lenientError(p.Body)
		g.add(ErrorUUID, e.UUID, "response body", p.Span, false)
		g.add(ErrorCode, e.Code, "response body", p.Span, false)
		g.add(ErrorMessage, strings.Join(e.Messages, "\n"), "response body", p.Span, false)
	}
}

// addMoment adds a time as it was written, where that reads as the same instant by itself. A time
// without a zone is added too: the person is asked for the zone. One that names its zone wins.
func (g *gathering) addMoment(m Moment, where string, span Span, assumed bool) {
	if held := g.facts[OccurredAt]; held != nil && m.Zoned && !isZoned(held.Value) {
		delete(g.facts, OccurredAt)
	}
	value := m.Written
	if again, err := ParseMoment(value); err != nil || again.Zoned != m.Zoned || !again.UTC.Equal(m.UTC) {
		value = m.UTC.UTC().Format(time.RFC3339Nano)
	}
	if m.Zoned || value == m.Written {
		g.add(OccurredAt, value, where, span, assumed)
	}
}

// isZoned reports whether a text is a time that names its zone.
func isZoned(text string) bool {
	m, err := ParseMoment(text)
	return err == nil && m.Zoned
}

func (g *gathering) fromFailure() {
	if f := g.ex.Failure; f != nil && g.ex.Response == nil {
		g.add(NoResponse, f.Kind, "the words “"+clip(f.Words, 80)+"”", f.Span, false)
	}
}

// clip shortens a text to at most n bytes, at a rune's edge.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

func (g *gathering) fromLabels() {
	silent := g.ex.Failure != nil && g.ex.Response == nil
	differ, dated := differ(g.ex.Labels), g.dated()
	for _, l := range headersFirst(g.ex.Labels) {
		if differ && g.rows().tellsOther(l, g.ex.Labels) {
			continue
		}
		if silent && (l.Field == ErrorCode || l.Field == ErrorMessage) {
			continue // the client's own: no error came from the gateway
		}
		if g.weaker(l) {
			continue
		}
		if l.Field != OccurredAt {
			g.add(l.Field, l.Value, l.where(), l.Span, l.Name == "")
			continue
		}
		if m, err := ParseMoment(l.Value); err == nil && !(dated.Zoned && g.ofMail(l)) {
			g.addMoment(m, l.where(), l.Span, l.Name == piecedTime)
		}
	}
	if dated.Written != "" {
		g.addMoment(dated, "request header Date", g.ex.Request.Span, false)
	}
}

// dated is the time in the header Date of the request; its zero value when there is none.
func (g *gathering) dated() Moment {
	if q := g.ex.Request; q != nil {
		if m, err := ParseMoment(header(q.Headers, "Date")); err == nil {
			return m
		}
	}
	return Moment{}
}
