package templates

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"docket/evidence"
	"docket/models"
)

// mostParameters is how many parameters or form fields are listed; the raw text has them all.
const mostParameters = 200

// Sent is a request, made readable.
type Sent struct {
	Method, Origin, Path string
	Query                []NamedValue // decoded, in the order of the URL
	URL                  string       // as it was sent
	Headers              []NamedValue
	Body                 Content
	Raw                  *Paper
}

// CameBack is a response, made readable.
type CameBack struct {
	Status  string // "422 Unprocessable Entity"
	Failed  bool   // it is an error
	Headers []NamedValue
	Body    Content
	Raw     *Paper
}

// Content is a body, made readable: exactly one of Tree, Pairs and Text is set, none for no body.
type Content struct {
	ID    string // of the element with the text
	Title string
	Tree  *Tree
	Pairs []NamedValue
	Text  string
}

// sentOf is the request of a case, nil when there is none that can be read.
func sentOf(p CaseShow) *Sent {
	r := p.Request
	if r == nil {
		return nil
	}
	origin, path, query := splitURL(r.URL)
	return &Sent{
		Method: r.Method, Origin: origin, Path: path, Query: pairsOf(query), URL: r.URL, Headers: headersOf(r.Headers),
		Body: contentOf("request-body", "Request body", r.Body, r.Headers),
	}
}

// cameBackOf is the response of a case, nil when there is none that can be read.
func cameBackOf(p CaseShow) *CameBack {
	r := p.Response
	if r == nil {
		return nil
	}
	back := &CameBack{
		Status: "No status", Failed: r.Status >= 400, Headers: headersOf(r.Headers),
		Body: contentOf("response-body", "Response body", r.Body, r.Headers),
	}
	if r.Status > 0 {
		back.Status = strings.TrimSpace(strconv.Itoa(r.Status) + " " + orWords(r.Reason, http.StatusText(r.Status)))
	}
	return back
}

// Outcome says in one line what came of a call.
type Outcome struct {
	Words   string // "504 SUPPLIER_TIMEOUT", empty when the ticket does not say
	Message string // the gateway's own
	Failed  bool
}

func outcomeOf(t models.Ticket) Outcome {
	o := Outcome{Words: errorWords(t), Message: t.ErrorMessage.String(), Failed: t.Status >= 400}
	if t.NoResponse != "" {
		o.Words, o.Failed = "No response: "+responseWords(t), true
	}
	return o
}

// splitURL cuts an address into scheme with host, path and query. It is done by hand because a
// marker in the place of a password is no valid host, and the rest must be shown all the same.
func splitURL(address string) (origin, path, query string) {
	address, _, _ = strings.Cut(address, "#")
	address, query, _ = strings.Cut(address, "?")
	_, rest, absolute := strings.Cut(address, "://")
	if !absolute {
		return "", address, query
	}
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		return address, "", query
	}
	cut := len(address) - len(rest) + slash
	return address[:cut], address[cut:], query
}

// pairsOf decodes a query or a form (application/x-www-form-urlencoded) in its order, doubles
// kept. What can't be decoded stays as it is.
func pairsOf(query string) []NamedValue {
	if query == "" {
		return nil
	}
	var pairs []NamedValue
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if part == "" {
			continue
		}
		if len(pairs) == mostParameters {
			return append(pairs, NamedValue{"…", "more of them are in the raw text"})
		}
		pairs = append(pairs, NamedValue{unescaped(name), unescaped(value)})
	}
	return pairs
}

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func headersOf(all []evidence.Header) []NamedValue {
	var pairs []NamedValue
	for _, h := range all {
		if len(pairs) == mostParameters {
			return append(pairs, NamedValue{"…", "more of them are in the raw text"})
		}
		pairs = append(pairs, NamedValue(h))
	}
	return pairs
}

// contentOf makes a body readable: JSON as a tree, a form as a table, anything else as it is.
func contentOf(id, title, body string, headers []evidence.Header) Content {
	c := Content{ID: id, Title: title}
	if strings.TrimSpace(body) == "" {
		return c
	}
	if isForm(headers) {
		c.Pairs = pairsOf(strings.TrimSpace(body))
		return c
	}
	if tree, ok := treeOf(body); ok {
		c.Tree = &tree
		return c
	}
	c.Text = indented(body)
	return c
}

func isForm(headers []evidence.Header) bool {
	for _, h := range headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			kind, _, _ := strings.Cut(h.Value, ";")
			return strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded")
		}
	}
	return false
}

// rawOf lists the texts of a case as they were redacted. One that could not be read is open.
func rawOf(p CaseShow) []Paper {
	papers := p.Case.Papers
	var all []Paper
	for _, paper := range []Paper{
		{ID: "paper-request", Title: "Request, raw", Text: papers.Request.String(), SHA256: models.Digest(papers.Request), Folded: p.Request != nil},
		{ID: "paper-response", Title: "Response, raw", Text: papers.Response.String(), SHA256: models.Digest(papers.Response), Folded: p.Response != nil},
		{ID: "paper-evidence", Title: "Evidence as pasted", Text: papers.Evidence.String(), SHA256: papers.EvidenceSHA256, Folded: true},
	} {
		if paper.Text != "" {
			all = append(all, paper)
		}
	}
	return all
}

// caseDetails are the facts of a ticket, with the way to others of the same tenant and supplier.
func caseDetails(p CaseShow) []Detail {
	t := p.Case.Ticket
	all := detailsOf(TicketShow{Site: p.Frame.Site, Conversation: models.Conversation{Ticket: t}})
	for i := range all {
		f := models.QueueFilter{View: models.ViewAll}
		switch all[i].Label {
		case "Tenant":
			f.Tenant = t.Tenant
		case "Supplier":
			f.Supplier = t.Supplier
		default:
			continue
		}
		all[i].More = &NavLink{queueURL(f, p.Frame.Reader.ID), "All its tickets"}
	}
	return all
}
