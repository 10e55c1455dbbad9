package models

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"docket/evidence"
)

// Rules is what judging a submission depends on besides its answers.
type Rules struct {
	Reader *evidence.Reader
	Now    time.Time
}

// The limits of a form. Lengths of text are in characters, of evidence in bytes.
const (
	clockSkew      = 5 * time.Minute // how far ahead of ours a requester's clock may be
	longestCode    = 64
	longestID      = 128
	longestOrderID = 32
	longestLine    = 200
	longestText    = 20_000
	longestMethod  = 32
	longestURL     = 8000 // what RFC 9110 §4.1 asks every server to take; the request itself is kept whole
	longestAddress = 254  // RFC 5321 §4.5.3.1.3, less the angle brackets
	// LongestEvidence is the most evidence, request or response that one form takes, in bytes.
	LongestEvidence = evidence.LongestWhole
)

// check judges one submission. It reads each long text once and collects what is wrong.
type check struct {
	Submission
	rules    Rules
	request  evidence.Request
	response evidence.Response
	failed   evidence.GatewayError // of the response's body
	carries  bool                  // the response's body is the gateway's error body
	at       evidence.Moment
	problems map[evidence.Field]Problem // the first problem of each field
}

// Check judges a submission: either a filing, or every problem at once in the order of the form.
func (s Submission) Check(rules Rules) (Filing, []Problem) {
	c := &check{Submission: s, rules: rules, problems: map[evidence.Field]Problem{}}
	c.checkSecrets()
	c.checkLengths()
	c.checkRequest()
	c.checkResponse()
	c.checkEnvironment()
	c.checkCodes()
	c.checkTime()
	c.checkIDs()
	c.checkError()
	c.checkPerson()
	if len(c.problems) > 0 {
		return Filing{}, c.inOrder()
	}
	return c.filing(), nil
}

// say notes a problem unless the field has one already.
func (c *check) say(f evidence.Field, message string) {
	if _, ok := c.problems[f]; !ok {
		c.problems[f] = Problem{Field: f, Message: message}
	}
}

// ask notes that sources disagree, unless the person has said which one is right.
func (c *check) ask(f evidence.Field, message string, values ...evidence.Other) {
	if _, ok := c.problems[f]; !ok && !slices.Contains(c.Settled, f) {
		c.problems[f] = Problem{f, message, values}
	}
}

func (c *check) inOrder() []Problem {
	var list []Problem
	for _, f := range Fields {
		if problem, ok := c.problems[f]; ok {
			list = append(list, problem)
		}
	}
	return list
}

// shortFields hold one value each, so a secret in one of them is a slip of the paste.
var shortFields = []evidence.Field{
	evidence.Environment, evidence.Tenant, evidence.Supplier, evidence.OccurredAt, FieldZone, evidence.RequestID,
	evidence.ConversationID, evidence.OrderID, evidence.NoResponse, evidence.ErrorUUID, evidence.ErrorCode,
	FieldImpact, FieldName, FieldEmail,
}

func (c *check) checkSecrets() {
	for _, f := range shortFields {
		if len(c.Answer(f).Redactions()) > 0 {
			c.say(f, "This looked like a secret, so it has been hidden. Enter the value that belongs here instead.")
		}
	}
}

func (c *check) checkLengths() {
	for _, f := range Fields {
		text := c.Answer(f).String()
		switch f {
		case FieldEvidence, evidence.RequestText, evidence.ResponseText:
			if len(text) > LongestEvidence {
				c.say(f, "This is longer than 1 MB. Keep the failing call and leave the rest out.")
			}
		case FieldDescription, evidence.ErrorMessage:
			if utf8.RuneCountInString(text) > longestText {
				c.say(f, "This is longer than 20,000 characters. Shorten it, or put the long part into the evidence.")
			}
		case evidence.OccurredAt, FieldZone, evidence.SupplierReference, FieldName, evidence.Summary, evidence.ErrorCode:
			if utf8.RuneCountInString(text) > longestLine || strings.ContainsAny(text, "\r\n") {
				c.say(f, "Keep this to one line of at most 200 characters.")
			}
		}
	}
}

func (c *check) checkRequest() {
	if blank(c.Request) {
		c.say(evidence.RequestText, "Enter the request as it was sent: the method and the address at least, such as GET https://…")
		return
	}
	var ok bool
	if c.request, ok = c.rules.Reader.ParseRequest(c.Request); !ok {
		c.say(evidence.RequestText, "The first line must name the method and the address, such as GET https://… Headers and body follow below it.")
	}
}

func (c *check) checkResponse() {
	why := text(c.NoResponse)
	switch {
	case blank(c.Response) && why == "":
		c.say(evidence.ResponseText, "Enter the response as it came: its status at least, such as 422. If none came, say why below.")
	case !blank(c.Response) && why != "":
		c.say(evidence.NoResponse, "You entered a response and also that none came. Clear one of the two.")
	case why != "":
		c.checkFailureKind(why)
	default:
		c.readResponse()
	}
}

func (c *check) checkFailureKind(why string) {
	switch why {
	case evidence.Timeout, evidence.ConnectionRefused, evidence.TLS, evidence.DNS, evidence.OtherFailure:
	default:
		c.say(evidence.NoResponse, "Choose one of the reasons in the list.")
	}
}

func (c *check) readResponse() {
	var ok bool
	if c.response, ok = c.rules.Reader.ParseResponse(c.Response); !ok {
		c.say(evidence.ResponseText, "The first line must give the status, such as 422 or HTTP/1.1 422 Unprocessable Entity. The body follows below it.")
		return
	}
	c.failed, c.carries = evidence.ParseGatewayError(c.response.Body)
}

func (c *check) checkEnvironment() {
	env := text(c.Environment)
	if env != Production && env != CVT {
		c.say(evidence.Environment, "Choose PRODUCTION or CVT. A gateway host with cvt in its name, such as cvt.fibregateway.com, is CVT.")
		return
	}
	host := hostOf(c.request.URL)
	if of := c.rules.Reader.Environment(host); of != "" && of != env {
		c.ask(evidence.Environment, "The request went to "+host+", which is "+of+", but "+env+" was chosen. Say which one is right.",
			evidence.Other{Value: of, Where: "host of the request"}, evidence.Other{Value: env, Where: "as chosen before"})
	}
}

func (c *check) checkCodes() {
	for _, f := range []evidence.Field{evidence.Tenant, evidence.Supplier} {
		switch code := text(*c.Answer(f)); {
		case code == "":
			c.say(f, "Enter the "+string(f)+"'s code, such as "+strings.ToUpper(string(f))+"_1.")
		case len(code) > longestCode || !visibleASCII(code):
			c.say(f, "A "+string(f)+" code is one word of at most 64 letters, digits and signs, such as "+strings.ToUpper(string(f))+"_1.")
		}
	}
}

func (c *check) checkTime() {
	if blank(c.OccurredAt) {
		c.say(evidence.OccurredAt, "Enter when the call was made: the Date header of the response says it.")
		return
	}
	at, err := evidence.ParseMoment(text(c.OccurredAt))
	if err != nil {
		c.say(evidence.OccurredAt, "We can't read this as a time. Write it as 2023-01-06T07:54:30Z or Fri, 06 Jan 2023 07:54:30 GMT.")
		return
	}
	if !at.Zoned {
		if at, err = inZone(at, text(c.Zone)); err != nil {
			c.say(evidence.OccurredAt, "This time names no zone. Choose the zone beside it, or add Z for UTC.")
			return
		}
	}
	switch {
	case at.UTC.After(c.rules.Now.Add(clockSkew)):
		c.say(evidence.OccurredAt, "This time is in the future. Check the date and the zone.")
	case at.UTC.Year() < 2000:
		c.say(evidence.OccurredAt, "This time is before the year 2000. Check the year.")
	}
	c.at = at
}

// inZone places a wall clock time in a zone: a name such as "Europe/London" or an offset such as "+01:00".
func inZone(at evidence.Moment, zone string) (evidence.Moment, error) {
	if zone == "" {
		return at, ErrNotFound
	}
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" { // which would be this machine's
		offset, offsetErr := time.Parse("-07:00", zone)
		if offsetErr != nil {
			return at, offsetErr
		}
		loc = offset.Location()
	}
	l := at.Local
	at.UTC = time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), loc).UTC()
	at.Zoned = true
	at.Written += " " + zone
	return at, nil
}

func (c *check) checkIDs() {
	c.checkCorrelation(evidence.RequestID, "X-Request-ID")
	c.checkCorrelation(evidence.ConversationID, "X-Conversation-ID")
	if id := text(c.OrderID); id != "" && (len(id) > longestOrderID || strings.Trim(id, "0123456789") != "") {
		c.say(evidence.OrderID, "An order id has digits only. Leave this empty if no order exists yet.")
	}
}

// checkCorrelation judges an id that travels in a header of both request and response.
func (c *check) checkCorrelation(f evidence.Field, header string) {
	id := text(*c.Answer(f))
	switch {
	case id == "":
		c.say(f, "Enter the "+header+" that was sent: it is a header of the request and of the response.")
		return
	case len(id) > longestID || !visibleASCII(id):
		c.say(f, "An "+header+" is 1 to 128 visible characters without spaces.")
		return
	}
	values := []evidence.Other{{Value: id, Where: "as entered before"}}
	for _, side := range []struct {
		name    string
		headers []evidence.Header
	}{{"request", c.request.Headers}, {"response", c.response.Headers}} {
		if sent := headerValue(side.headers, header); sent != "" && !strings.EqualFold(sent, id) {
			values = append(values, evidence.Other{Value: sent, Where: side.name + " header " + header})
		}
	}
	if len(values) > 1 {
		c.ask(f, "The request or the response has another "+header+" than the one that was entered. Say which one is right.", values...)
	}
}

// checkError judges the three facts of an error against the response.
func (c *check) checkError() {
	if id := text(c.ErrorUUID); id != "" && !strings.EqualFold(id, c.failed.UUID) {
		if _, err := uuid.Parse(id); err != nil || len(id) != 36 {
			c.say(evidence.ErrorUUID, "An error uuid looks like d48e1fee-095a-478e-b453-858c76254d49. Copy it from the response's body.")
		}
	}
	if !c.carries {
		c.checkErrorWithout()
		return
	}
	c.agree(evidence.ErrorUUID, c.failed.UUID)
	c.agree(evidence.ErrorCode, c.failed.Code)
	c.agree(evidence.ErrorMessage, strings.Join(c.failed.Messages, "\n"))
}

// checkErrorWithout judges error facts that the response's body does not carry: they may have
// been read elsewhere, but not beside a success or when nothing came.
func (c *check) checkErrorWithout() {
	for _, f := range []evidence.Field{evidence.ErrorUUID, evidence.ErrorCode, evidence.ErrorMessage} {
		switch {
		case blank(*c.Answer(f)):
		case !blank(c.NoResponse):
			c.say(f, "No response came, so it can't have carried this. Clear it, or enter the response.")
		case c.response.Status >= 100 && c.response.Status < 400:
			c.say(f, "The response is a success and carries no error. Clear this, or enter the response that failed.")
		}
	}
}

// agree notes a typed value that differs from the body's.
func (c *check) agree(f evidence.Field, carried string) {
	typed := text(*c.Answer(f))
	if typed == "" || carried == "" || strings.EqualFold(squeeze(typed), squeeze(c.rules.Reader.Clean(carried).String())) {
		return
	}
	c.say(f, "The response's body says “"+shorten(carried, 120)+"”. Correct whichever is wrong, or clear this.")
}

func (c *check) checkPerson() {
	if !isImpact(Impact(text(c.Impact))) {
		c.say(FieldImpact, "Choose how much has stopped.")
	}
	if blank(c.Summary) {
		c.say(evidence.Summary, "Say in one line what went wrong.")
	}
	if message := addressProblem(text(c.Email)); message != "" {
		c.say(FieldEmail, message)
	}
}

// addressProblem says what keeps a text from being one plain mail address, "" when nothing does.
func addressProblem(address string) string {
	if address == "" {
		return "Enter your mail address, such as anna@isp.example."
	}
	parsed, err := mail.ParseAddress(address)
	local, domain, _ := strings.Cut(address, "@")
	if err != nil || parsed.Address != address || len(address) > longestAddress || len(local) > 64 ||
		!visibleASCII(address) || !strings.Contains(domain, ".") || strings.ContainsAny(domain, "[]\"") {
		return "Enter one mail address, such as anna@isp.example."
	}
	return ""
}

// CheckAddress reports whether a text is one plain mail address; the problem says what to do.
func CheckAddress(f evidence.Field, address string) []Problem {
	if message := addressProblem(strings.TrimSpace(address)); message != "" {
		return []Problem{{Field: f, Message: message}}
	}
	return nil
}

// filing writes the ticket that the answers describe; every answer has been judged.
func (c *check) filing() Filing {
	t := Ticket{
		SubmissionID: c.ID, ContentHash: c.contentHash(), Environment: text(c.Environment), OrderID: text(c.OrderID),
		Tenant: text(c.Tenant), Supplier: text(c.Supplier), SupplierReference: c.SupplierReference,
		OccurredAt: c.at.UTC, OccurredWritten: c.at.Written, RequestID: text(c.RequestID),
		ConversationID: text(c.ConversationID), Method: shorten(c.request.Method, longestMethod), URL: c.rules.Reader.Clean(c.carried(c.request.URL, longestURL)),
		Status: c.response.Status, NoResponse: text(c.NoResponse), Name: c.Name, Email: text(c.Email),
		Summary: c.Summary, Impact: Impact(text(c.Impact)), State: New, CreatedAt: c.rules.Now.UTC(),
	}
	t.ErrorUUID = either(text(c.ErrorUUID), c.carriedUUID())
	t.ErrorCode = either(text(c.ErrorCode), c.carried(c.failed.Code, longestLine))
	if t.ErrorMessage = c.ErrorMessage; blank(t.ErrorMessage) {
		t.ErrorMessage = c.rules.Reader.Clean(c.carried(strings.Join(c.failed.Messages, "\n"), longestText))
	}
	t.Priority = PriorityOf(t.Environment, t.Impact)
	t.UpdatedAt = t.CreatedAt
	return Filing{ticket: t, papers: c.papers()}
}

// carried is a text of the response's body, which JSON may have hidden behind escapes: redacted,
// fit to be stored, and at most so many characters.
func (c *check) carried(text string, most int) string {
	return shorten(c.rules.Reader.Clean(evidence.Text([]byte(text))).String(), most)
}

// carriedUUID is the body's error uuid, empty when what it gives is none.
func (c *check) carriedUUID() string {
	if _, err := uuid.Parse(c.failed.UUID); err != nil || len(c.failed.UUID) != 36 {
		return ""
	}
	return c.failed.UUID
}

func (c *check) papers() Papers {
	p := Papers{Description: c.Description, Request: c.Request, Response: c.Response, Evidence: c.Evidence, EvidenceSHA256: Digest(c.Evidence)}
	texts := []evidence.Clean{c.Description, c.Evidence}
	if c.Evidence.IsZero() { // else request and response are parts of it
		texts = append(texts, c.Request, c.Response)
	}
	for _, text := range texts {
		for _, r := range text.Redactions() {
			p.Redactions += r.Count
		}
	}
	return p
}

func isImpact(i Impact) bool {
	for _, known := range Impacts {
		if i == known {
			return true
		}
	}
	return false
}

func text(c evidence.Clean) string { return strings.TrimSpace(c.String()) }

func blank(c evidence.Clean) bool { return text(c) == "" }

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// squeeze makes texts comparable whose white space differs.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// shorten cuts a text to n characters.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// visibleASCII reports whether a text has only the characters 0x21 to 0x7E (VCHAR, RFC 5234 §B.1).
func visibleASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x21 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

func headerValue(headers []evidence.Header, name string) string {
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			return strings.TrimSpace(h.Value)
		}
	}
	return ""
}
