package templates

import (
	"strings"

	"docket/evidence"
	"docket/models"
)

// EvidenceBox takes the paste and, once it is read, shows what was understood.
type EvidenceBox struct {
	Value    string // redacted, empty before the first paste
	Error    string
	First    bool // reading it is the next thing to do
	Read     bool
	Found    bool   // the reading gave facts
	Extent   string // what was read: "curl -v, 21 lines, 1 call"
	Hidden   string // what was hidden: "2 secrets hidden: 1 bearer token, 1 cookie"
	Secrets  bool   // something was hidden
	By       RedactedBy
	Excerpt  string   // what was left out of a long file, empty for nothing
	Warnings []string // sentences for the person
	Marked   Marked
	Cut      bool // the marked text is only a part
	Calls    Calls
	Said     string // what became of the wish to hide a text, empty for no wish
	Wrong    string // why the text to hide keeps the form from being filed
}

// evidenceOf shows the evidence as it stands.
func evidenceOf(p TicketNew) EvidenceBox {
	box := EvidenceBox{Value: p.Submission.Evidence.String(), Error: mistake(p.Problems, models.FieldEvidence)}
	box.First = fresh(p) || (p.Reading != nil && !read(p))
	if p.Reading == nil {
		return box
	}
	report := p.Reading.Report
	box.Read, box.Found = true, len(report.Facts) > 0
	box.Extent = extentOf(*p.Reading)
	box.Hidden, box.Secrets = hiddenWords(report.Redactions), len(report.Redactions) > 0
	box.By, box.Warnings, box.Excerpt = p.By, report.Warnings, evidence.ExcerptWords(report.Text)
	box.Marked = Marked{Text: report.Text.String(), Facts: report.Facts}
	if x := report.Exchange(); x != nil {
		box.Marked.About = x.Span
	}
	box.Calls, box.Said, box.Wrong = callsOf(p), p.Hidden, mistake(p.Problems, FieldHide)
	box.Cut = len(box.Marked.Text) > longestPreview
	return box
}

// RedactedBy tells where the secrets of a form were removed first. Empty: nothing was sent yet.
type RedactedBy string

// Where that happens. The server does it in any case.
const (
	ByBrowser RedactedBy = "browser"
	ByServer  RedactedBy = "server"
)

// words says it to the person whose secrets they are.
func (by RedactedBy) words() string {
	if by == ByBrowser {
		return "Secrets were looked for in this browser, before anything was sent."
	}
	return "Secrets were looked for by the server, before anything was stored."
}

// extentOf says what was read.
func extentOf(r Reading) string {
	words := count(r.Lines, "line", "lines") + ", " + count(len(r.Report.Exchanges), "call", "calls")
	if x := r.Report.Exchange(); x != nil && x.Format != "" {
		words = capital(x.Format) + ", " + words
	}
	return words
}

// capital begins a sentence with a format's name; the names of programs stay as they are written.
func capital(format string) string {
	if format == "" || strings.HasPrefix(format, "curl") {
		return format
	}
	return strings.ToUpper(format[:1]) + format[1:]
}

// announcement is what the script says aloud after a reading: "7 of 9 found, 2 secrets hidden", as the
// page counts.
func announcement(p TicketNew) string {
	if p.Reading == nil {
		return ""
	}
	secrets := 0
	for _, r := range p.Reading.Report.Redactions {
		secrets += r.Count
	}
	if p.Hidden != "" {
		return p.Hidden
	}
	d := docketOf(p)
	words := d.Meter.words() + ", " + count(secrets, "secret", "secrets") + " hidden"
	if d.Read && len(d.Left) == 0 {
		words += ", nothing is missing"
	} else if d.Read {
		words += ", " + count(len(d.Left), "answer", "answers") + " left"
	}
	return words + diagnosisOf(p).words()
}

// example is the block that the support page publishes.
const example = `Date: Fri, 06 Jan 2023 07:54:30 GMT
X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc
X-Conversation-ID: 5b6df604-483e-400e-bfc2-e8e831b6c6b8
Tenant: TENANT_1
Supplier: SUPPLIER_2

Request:

GET https://cvt.fibregateway.com/v1/available-appointments?address={id":"100000001","type": "UPRN"}&serviceSpecification={"id":"FTTP","name":"FTTP"}&appointmentPurpose=PROVIDE&appointmentFromDate=2023-01-25&supplier=SUPPLIER_2

Response: 422

{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"INVALID_REQUEST","messages":["The supplier API returned the following message: UPRN 100000001 is not within our coverage area"]}`

// String is a filled field as it travels in the form.
func (f Filled) String() string { return string(f.Field) + ":" + f.Digest }
