package evidence

import (
	"strings"
	"time"
)

// Parsed is what "docket parse" prints: the facts of the chosen exchange, one member each.
// What is absent is null.
type Parsed struct {
	Environment       *string           `json:"environment"`
	OrderID           *string           `json:"order_id"`
	Tenant            *string           `json:"tenant"`
	Supplier          *string           `json:"supplier"`
	SupplierReference *string           `json:"supplier_reference"`
	Timestamp         *string           `json:"timestamp"` // RFC 3339 in UTC
	RequestID         *string           `json:"request_id"`
	ConversationID    *string           `json:"conversation_id"`
	Method            *string           `json:"method"`
	URL               *string           `json:"url"`
	Status            *int              `json:"status"`
	ErrorUUID         *string           `json:"error_uuid"`
	ErrorCode         *string           `json:"error_code"`
	ErrorMessages     []string          `json:"error_messages"`
	RequestHeaders    map[string]string `json:"request_headers"`
	ResponseHeaders   map[string]string `json:"response_headers"`
	RequestBody       *string           `json:"request_body"`
	ResponseBody      *string           `json:"response_body"`
	NoResponse        *string           `json:"no_response"`
	Redacted          string            `json:"redacted"` // the evidence as it would be stored
	Redactions        []Redaction       `json:"redactions"`
	Exchanges         int               `json:"exchanges"` // how many were found
	Missing           []Field           `json:"missing"`   // what is still needed
	Warnings          []string          `json:"warnings"`
	Diagnosis         []Finding         `json:"diagnosis"`
}

// Parse reads a text and returns what "docket parse" prints. It never fails.
func (r *Reader) Parse(text string) Parsed {
	report := r.Read(text)
	fact := func(f Field) *string {
		if got, ok := report.Fact(f); ok {
			return &got.Value
		}
		return nil
	}
	p := Parsed{
		Environment: fact(Environment), OrderID: fact(OrderID), Tenant: fact(Tenant), Supplier: fact(Supplier),
		SupplierReference: fact(SupplierReference), RequestID: fact(RequestID), ConversationID: fact(ConversationID),
		ErrorUUID: fact(ErrorUUID), ErrorCode: fact(ErrorCode), NoResponse: fact(NoResponse),
		Redacted: report.Text.String(), Redactions: orEmpty(report.Redactions), Exchanges: len(report.Exchanges),
		Missing: orEmpty(report.Missing), Warnings: orEmpty(append(report.Questions(), report.Warnings...)), Diagnosis: orEmpty(report.Findings),
	}
	if at, ok := report.Fact(OccurredAt); ok {
		p.Timestamp = timestamp(at.Value)
	}
	p.ErrorMessages = errorMessages(report)
	p.messages(report.Exchange())
	return p
}

// timestamp writes a time in UTC (RFC 3339), nil for one whose instant is not known.
func timestamp(value string) *string {
	m, err := ParseMoment(value)
	if err != nil || !m.Zoned {
		return nil
	}
	text := m.UTC.Format(time.RFC3339Nano)
	return &text
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// errorMessages returns the messages one by one, as the body has them or the label says.
func errorMessages(report Report) []string {
	f, ok := report.Fact(ErrorMessage)
	if !ok {
		return nil
	}
	if ex := report.Exchange(); ex.Response != nil {
		if m := lenientError(ex.Response.Body).Messages; strings.Join(m, "\n") == f.Value {
			return m
		}
	}
	return []string{f.Value}
}

// messages fills in request and response.
func (p *Parsed) messages(ex *Exchange) {
	if ex == nil {
		return
	}
	if q := ex.Request; q != nil {
		p.Method, p.URL, p.RequestBody = orNil(q.Method), orNil(q.URL), orNil(q.Body)
		p.RequestHeaders = headerMap(q.Headers)
	}
	if a := ex.Response; a != nil {
		if a.Status > 0 {
			p.Status = &a.Status
		}
		p.ResponseBody, p.ResponseHeaders = orNil(a.Body), headerMap(a.Headers)
	}
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// headerMap joins headers of one name with a comma (RFC 9110 §5.3), names in lower case.
func headerMap(headers []Header) map[string]string {
	if len(headers) == 0 {
		return nil
	}
	values := make(map[string][]string, len(headers))
	for _, h := range headers {
		name := strings.ToLower(h.Name)
		if old := values[name]; len(old) > 0 && old[len(old)-1] == h.Value {
			continue
		}
		values[name] = append(values[name], h.Value)
	}
	m := make(map[string]string, len(values))
	for name, all := range values {
		m[name] = strings.Join(all, ", ")
	}
	return m
}
