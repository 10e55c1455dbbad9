package evidence

import (
	"sort"
	"time"
)

// Field names one fact of a ticket, by its form and API name.
type Field string

// The fields of a ticket, in the order in which a form asks for them.
const (
	Environment       Field = "environment"
	Tenant            Field = "tenant"
	Supplier          Field = "supplier"
	OccurredAt        Field = "occurred_at"
	RequestID         Field = "request_id"
	ConversationID    Field = "conversation_id"
	OrderID           Field = "order_id"
	SupplierReference Field = "supplier_reference"
	RequestText       Field = "request"
	ResponseText      Field = "response"
	NoResponse        Field = "no_response"
	ErrorUUID         Field = "error_uuid"
	ErrorCode         Field = "error_code"
	ErrorMessage      Field = "error_message"
	Summary           Field = "summary"
)

// Span is a place in the redacted text, in bytes: Start is the first, End is one past the last.
// The zero Span means that the value has no one place.
type Span struct{ Start, End int }

// Header is one header field as it was sent; the name keeps its spelling.
type Header struct{ Name, Value string }

// Request is the request of an exchange. Every string comes from redacted text.
type Request struct {
	Method  string // upper case, empty when the text does not say
	URL     string // absolute where scheme and host are known, else the target as sent
	Headers []Header
	Body    string
	Span    Span
}

// Response is the answer of an exchange. Every string comes from redacted text.
type Response struct {
	Status  int    // 100 to 599, 0 when the text does not say
	Reason  string // reason phrase (RFC 9112 §4), often empty
	Headers []Header
	Body    string
	Span    Span
}

// Why no response came: the values of the form field no_response.
const (
	Timeout           = "timeout"
	ConnectionRefused = "connection_refused"
	TLS               = "tls"
	DNS               = "dns"
	OtherFailure      = "other"
)

// Failure is an exchange that ended without a response.
type Failure struct {
	Kind  string // Timeout, ConnectionRefused, TLS, DNS or OtherFailure
	Words string // the tool's own words
	Span  Span
}

// Exchange is one call: what was sent, and what came back or why nothing did. A part that
// the text does not show is nil.
type Exchange struct {
	Format   string // the reader that found it, in words a person knows: "curl -v", "raw HTTP"
	Request  *Request
	Response *Response
	Failure  *Failure
	At       *Moment // when it happened; nil when the text does not say
	Labels   []Label // labelled facts beside the exchange, such as "Tenant: TENANT_1"
	Span     Span
	// Whether the request, and the response, were completed from anywhere in the text.
	requestAssumed, responseAssumed bool
}

// Label is a fact that the text names outright.
type Label struct {
	Field Field
	Name  string // as the text spells it
	Value string
	Span  Span
}

// Moment is a time as somebody wrote it.
type Moment struct {
	UTC     time.Time // zero when Zoned is false
	Written string    // the text as written
	Zoned   bool      // false: the text names no zone, so the instant is not known
	Local   time.Time // wall clock time in UTC's clothes, for a text without a zone
	Span    Span
}

// Fact is a value found for a field.
type Fact struct {
	Field   Field
	Value   string  // in the form that the field takes
	Where   string  // where it was found, for a person: "response header X-Request-ID"
	Assumed bool    // concluded rather than read, such as an order id from a path
	Span    Span    // of the value, where it stands there as it is; else of the message that it comes from
	Others  []Other // different values that the text also gives: a question to the person

	word string // how the text says it, empty where that is the value
}

// Other is a different value for a field, and where the text gives it.
type Other struct {
	Value string
	Where string // as in Fact
	Span  Span
}

// Redaction counts the secrets of one kind that were replaced.
type Redaction struct {
	Kind  string `json:"kind"` // "bearer", "cookie", "password" …
	Count int    `json:"count"`
}

// Report is what a reading found. A text without evidence gives a report without facts.
type Report struct {
	Text       Clean       // the evidence as it is stored
	Redactions []Redaction // by kind, in alphabetical order
	Exchanges  []Exchange  // in the order of the text
	Chosen     int         // index of the exchange that the facts come from, -1 for none
	Facts      []Fact      // in the order of the Field constants, one for each field found
	Missing    []Field     // what the published list asks for and the text does not give
	Warnings   []string    // sentences for a person
	Findings   []Finding   // what the evidence tells beyond its facts, the most telling first
}

// Fact returns the fact found for a field.
func (r Report) Fact(f Field) (Fact, bool) {
	for _, fact := range r.Facts {
		if fact.Field == f {
			return fact, true
		}
	}
	return Fact{}, false
}

// Exchange returns the exchange that the facts come from, nil for none.
func (r Report) Exchange() *Exchange {
	if r.Chosen < 0 || r.Chosen >= len(r.Exchanges) {
		return nil
	}
	return &r.Exchanges[r.Chosen]
}

// Order lists the exchanges of a report as a person looks for one: those to the gateway before
// others, of those the ones that failed before others, then as the text has them.
func (r *Reader) Order(report Report) []int {
	order := make([]int, len(report.Exchanges))
	rank := make([]int, len(order))
	for n := range order {
		order[n] = n
		e := &report.Exchanges[n]
		if e.Request == nil || r.Environment(hostOf(e.Request.URL)) == "" {
			rank[n] += 2
		}
		if !e.Failed() {
			rank[n]++
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return rank[order[i]] < rank[order[j]] })
	return order
}

// GatewayError is the gateway's error body: {"uuid","code","messages":[…]}.
type GatewayError struct {
	UUID     string
	Code     string
	Messages []string
}
