package models

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
)

var (
	testReader = &evidence.Reader{Domain: "fibregateway.com"}
	testNow    = time.Date(2023, 1, 6, 8, 0, 0, 0, time.UTC)
)

// answers are a form that can be filed as it is.
func answers() map[evidence.Field]string {
	return map[evidence.Field]string{
		evidence.Environment: "CVT", evidence.Tenant: "TENANT_1", evidence.Supplier: "SUPPLIER_2",
		evidence.OccurredAt: "Fri, 06 Jan 2023 07:54:30 GMT", evidence.RequestID: "c878520d-6ffc-4d63-a367-95a8f94d70dc",
		evidence.ConversationID: "5b6df604-483e-400e-bfc2-e8e831b6c6b8",
		evidence.RequestText:    "GET https://cvt.fibregateway.com/v1/available-appointments?supplier=SUPPLIER_2\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc",
		evidence.ResponseText: `422 Unprocessable Entity

{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"INVALID_REQUEST","messages":["UPRN 100000001 is not covered"]}`,
		FieldImpact: "one_order", evidence.Summary: "No appointments for a covered address", FieldEmail: "anna@isp.example",
	}
}

// submission is a form with some answers changed.
func submission(changes map[evidence.Field]string) Submission {
	sub := Submission{ID: uuid.New()}
	for f, v := range answers() {
		*sub.Answer(f) = testReader.Clean(v)
	}
	for f, v := range changes {
		*sub.Answer(f) = testReader.Clean(v)
	}
	return sub
}

func checked(changes map[evidence.Field]string) (Filing, []Problem) {
	return submission(changes).Check(Rules{Reader: testReader, Now: testNow})
}

type changes = map[evidence.Field]string

func TestEveryConditionIsJudgedBesideItsField(t *testing.T) {
	t.Parallel()
	const other = "11111111-2222-4333-8444-555555555555"
	for _, c := range []struct {
		name string
		with changes
		want []evidence.Field
	}{
		{"a complete form", nil, nil},
		{"no environment", changes{evidence.Environment: ""}, []evidence.Field{evidence.Environment}},
		{"an environment that is none", changes{evidence.Environment: "STAGING"}, []evidence.Field{evidence.Environment}},
		{"host and environment disagree", changes{evidence.Environment: "PRODUCTION"}, []evidence.Field{evidence.Environment}},
		{"a host that is not the gateway's decides nothing", changes{evidence.Environment: "PRODUCTION", evidence.RequestText: "GET https://cvt.fibregateway.com.evil.example/"}, nil},
		{"no tenant", changes{evidence.Tenant: " "}, []evidence.Field{evidence.Tenant}},
		{"a tenant of two words", changes{evidence.Tenant: "our company"}, []evidence.Field{evidence.Tenant}},
		{"no supplier", changes{evidence.Supplier: ""}, []evidence.Field{evidence.Supplier}},
		{"no time", changes{evidence.OccurredAt: ""}, []evidence.Field{evidence.OccurredAt}},
		{"no time at all", changes{evidence.OccurredAt: "this morning"}, []evidence.Field{evidence.OccurredAt}},
		{"a time without zone", changes{evidence.OccurredAt: "2023-01-06 07:54:30"}, []evidence.Field{evidence.OccurredAt}},
		{"a time with its zone beside it", changes{evidence.OccurredAt: "2023-01-06 07:54:30", FieldZone: "Europe/London"}, nil},
		{"a time in the server's own zone", changes{evidence.OccurredAt: "2023-01-06 07:54:30", FieldZone: "Local"}, []evidence.Field{evidence.OccurredAt}},
		{"a time with an unknown zone", changes{evidence.OccurredAt: "2023-01-06 07:54:30", FieldZone: "Mars/Base"}, []evidence.Field{evidence.OccurredAt}},
		{"a time within the clocks' skew", changes{evidence.OccurredAt: "2023-01-06T08:04:00Z"}, nil},
		{"a time in the future", changes{evidence.OccurredAt: "2023-01-06T08:06:00Z"}, []evidence.Field{evidence.OccurredAt}},
		{"a time in another century", changes{evidence.OccurredAt: "1923-01-06T08:06:00Z"}, []evidence.Field{evidence.OccurredAt}},
		{"no request id", changes{evidence.RequestID: ""}, []evidence.Field{evidence.RequestID}},
		{"a request id with a space", changes{evidence.RequestID: "a b"}, []evidence.Field{evidence.RequestID}},
		{"a request id of 129 characters", changes{evidence.RequestID: strings.Repeat("a", 129)}, []evidence.Field{evidence.RequestID}},
		{"request id and header disagree", changes{evidence.RequestID: other}, []evidence.Field{evidence.RequestID}},
		{"request id in other case", changes{evidence.RequestID: "C878520D-6FFC-4D63-A367-95A8F94D70DC"}, nil},
		{"no conversation id", changes{evidence.ConversationID: ""}, []evidence.Field{evidence.ConversationID}},
		{"a conversation id that is no UUID", changes{evidence.ConversationID: "journey-17"}, nil},
		{"an order id", changes{evidence.OrderID: "00123456789012345678"}, nil},
		{"an order id with a letter", changes{evidence.OrderID: "12a"}, []evidence.Field{evidence.OrderID}},
		{"no request", changes{evidence.RequestText: ""}, []evidence.Field{evidence.RequestText}},
		{"a request without an address", changes{evidence.RequestText: "hello"}, []evidence.Field{evidence.RequestText}},
		{"no response and no reason", changes{evidence.ResponseText: ""}, []evidence.Field{evidence.ResponseText}},
		{"no response for a reason", changes{evidence.ResponseText: "", evidence.NoResponse: "timeout"}, nil},
		{"no response for a strange reason", changes{evidence.ResponseText: "", evidence.NoResponse: "boredom"}, []evidence.Field{evidence.NoResponse}},
		{"a response and none", changes{evidence.NoResponse: "timeout"}, []evidence.Field{evidence.NoResponse}},
		{"a response without a status", changes{evidence.ResponseText: "it failed"}, []evidence.Field{evidence.ResponseText}},
		{"a bare status", changes{evidence.ResponseText: "502"}, nil},
		{"a success that is wrong nevertheless", changes{evidence.ResponseText: "200 OK\n\n{\"slots\":[]}"}, nil},
		{"an error code beside a success", changes{evidence.ResponseText: "200 OK", evidence.ErrorCode: "INVALID_REQUEST"}, []evidence.Field{evidence.ErrorCode}},
		{"an error code though nothing came", changes{evidence.ResponseText: "", evidence.NoResponse: "dns", evidence.ErrorCode: "X"}, []evidence.Field{evidence.ErrorCode}},
		{"the error uuid of the body", changes{evidence.ErrorUUID: "D48E1FEE-095A-478E-B453-858C76254D49"}, nil},
		{"another error uuid than the body's", changes{evidence.ErrorUUID: other}, []evidence.Field{evidence.ErrorUUID}},
		{"an error uuid that is none", changes{evidence.ErrorUUID: "42", evidence.ResponseText: "502"}, []evidence.Field{evidence.ErrorUUID}},
		{"another code than the body's", changes{evidence.ErrorCode: "OTHER"}, []evidence.Field{evidence.ErrorCode}},
		{"another message than the body's", changes{evidence.ErrorMessage: "it broke"}, []evidence.Field{evidence.ErrorMessage}},
		{"the body's message with other spaces", changes{evidence.ErrorMessage: " UPRN 100000001  is not covered\n"}, nil},
		{"no impact", changes{FieldImpact: ""}, []evidence.Field{FieldImpact}},
		{"an impact that is none", changes{FieldImpact: "huge"}, []evidence.Field{FieldImpact}},
		{"no summary", changes{evidence.Summary: "\t"}, []evidence.Field{evidence.Summary}},
		{"a summary of two lines", changes{evidence.Summary: "a\nb"}, []evidence.Field{evidence.Summary}},
		{"a long summary", changes{evidence.Summary: strings.Repeat("é", 201)}, []evidence.Field{evidence.Summary}},
		{"no address", changes{FieldEmail: ""}, []evidence.Field{FieldEmail}},
		{"an address with a name", changes{FieldEmail: "Anna <anna@isp.example>"}, []evidence.Field{FieldEmail}},
		{"two addresses", changes{FieldEmail: "anna@isp.example, bob@isp.example"}, []evidence.Field{FieldEmail}},
		{"an address with a line break in it", changes{FieldEmail: "anna@isp.example\nBcc: all@isp.example"}, []evidence.Field{FieldEmail}},
		{"an address without a domain", changes{FieldEmail: "anna@localhost"}, []evidence.Field{FieldEmail}},
		{"a token in place of a request id", changes{evidence.RequestID: "ghp_0123456789abcdefghijABCDEFGHIJ012345"}, []evidence.Field{evidence.RequestID}},
		{"evidence beyond its limit", changes{FieldEvidence: strings.Repeat("evidence ", 120_000)}, []evidence.Field{FieldEvidence}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := checked(c.with)
			var got []evidence.Field
			for _, p := range problems {
				got = append(got, p.Field)
				if p.Message == "" || !strings.HasSuffix(p.Message, ".") && !strings.HasSuffix(p.Message, "…") {
					t.Errorf("%s says %q", p.Field, p.Message)
				}
			}
			if strings.Join(names(got), " ") != strings.Join(names(c.want), " ") {
				t.Errorf("problems at %v, want %v: %v", got, c.want, problems)
			}
		})
	}
}

func names(fields []evidence.Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return out
}

func TestAnEmptyFormNamesAllThatIsMissingInTheOrderOfTheForm(t *testing.T) {
	t.Parallel()
	_, problems := Submission{}.Check(Rules{Reader: testReader, Now: testNow})
	var got []string
	for _, p := range problems {
		got = append(got, string(p.Field))
	}
	want := "environment tenant supplier occurred_at request_id conversation_id request response impact summary email"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestAFilingCarriesWhatTheFormSays(t *testing.T) {
	t.Parallel()
	f, problems := checked(changes{evidence.OrderID: "0042"})
	if problems != nil {
		t.Fatal(problems)
	}
	got := f.Ticket()
	if want := time.Date(2023, 1, 6, 7, 54, 30, 0, time.UTC); !got.OccurredAt.Equal(want) || got.OccurredAt.Location() != time.UTC {
		t.Errorf("occurred at %v, want %v", got.OccurredAt, want)
	}
	if got.OccurredWritten != "Fri, 06 Jan 2023 07:54:30 GMT" {
		t.Errorf("written %q", got.OccurredWritten)
	}
	for name, pair := range map[string][2]string{
		"method": {got.Method, "GET"}, "url": {got.URL.String(), "https://cvt.fibregateway.com/v1/available-appointments?supplier=SUPPLIER_2"},
		"order id keeps its zeros": {got.OrderID, "0042"}, "priority": {got.Priority.String(), "P4"}, "state": {string(got.State), "new"},
		"error uuid from the body": {got.ErrorUUID, "d48e1fee-095a-478e-b453-858c76254d49"}, "error code from the body": {got.ErrorCode, "INVALID_REQUEST"},
		"error message from the body": {got.ErrorMessage.String(), "UPRN 100000001 is not covered"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", name, pair[0], pair[1])
		}
	}
	if got.Status != 422 {
		t.Errorf("status %d", got.Status)
	}
}

func TestAWallClockTimeIsPlacedInItsZone(t *testing.T) {
	t.Parallel()
	f, problems := checked(changes{evidence.OccurredAt: "2022-07-01 09:00:00", FieldZone: "Europe/London"})
	if problems != nil {
		t.Fatal(problems)
	}
	if want := time.Date(2022, 7, 1, 8, 0, 0, 0, time.UTC); !f.Ticket().OccurredAt.Equal(want) {
		t.Errorf("%v, want %v", f.Ticket().OccurredAt, want)
	}
	if f, _ = checked(changes{evidence.OccurredAt: "2022-07-01 09:00:00", FieldZone: "+05:30"}); !f.Ticket().OccurredAt.Equal(time.Date(2022, 7, 1, 3, 30, 0, 0, time.UTC)) {
		t.Errorf("%v", f.Ticket().OccurredAt)
	}
}

func TestTheContentHashTellsAnEditedFormFromARetry(t *testing.T) {
	t.Parallel()
	sub := submission(nil)
	first := sub.contentHash()
	if again := sub.contentHash(); again != first {
		t.Error("the same form has two hashes")
	}
	for f := range answers() {
		changed := sub
		*changed.Answer(f) = testReader.Clean(sub.Answer(f).String() + "x")
		if changed.contentHash() == first {
			t.Errorf("a change of %s goes unnoticed", f)
		}
	}
	moved := sub
	moved.Tenant, moved.Supplier = sub.Supplier, sub.Tenant
	if moved.contentHash() == first {
		t.Error("swapped answers go unnoticed")
	}
}

func TestEveryFieldHasAnAnswer(t *testing.T) {
	t.Parallel()
	seen := map[*evidence.Clean]evidence.Field{}
	var sub Submission
	for _, f := range Fields {
		answer := sub.Answer(f)
		if answer == nil {
			t.Fatalf("%s has no answer", f)
		}
		if other, ok := seen[answer]; ok {
			t.Errorf("%s and %s share an answer", f, other)
		}
		seen[answer] = f
	}
	if sub.Answer("reference") != nil {
		t.Error("a field that no form has has an answer")
	}
}

func TestAReadingFillsOnlyWhatNobodyHasGiven(t *testing.T) {
	t.Parallel()
	report := evidence.Report{Facts: []evidence.Fact{
		{Field: evidence.Tenant, Value: "TENANT_9"}, {Field: evidence.OrderID, Value: "77"},
	}}
	var sub Submission
	sub.Tenant, sub.Supplier = testReader.Clean("TENANT_1"), testReader.Clean("SUPPLIER_OLD")
	filled := sub.Fill(testReader, report, func(f evidence.Field) bool { return f != evidence.Tenant })
	if sub.Tenant.String() != "TENANT_1" || sub.OrderID.String() != "77" {
		t.Errorf("tenant %q, order %q", sub.Tenant, sub.OrderID)
	}
	if !sub.Supplier.IsZero() {
		t.Errorf("a value of an earlier reading stayed: %q", sub.Supplier)
	}
	if len(filled) != 1 || filled[0] != evidence.OrderID {
		t.Errorf("filled %v", filled)
	}
}

func TestOfSeveralValuesAReadingFillsNone(t *testing.T) {
	t.Parallel()
	report := evidence.Report{Facts: []evidence.Fact{{Field: evidence.Tenant, Value: "TENANT_9", Others: []evidence.Other{{Value: "TENANT_1"}}}}}
	var sub Submission
	sub.Tenant = testReader.Clean("TENANT_REMEMBERED")
	if filled := sub.Fill(testReader, report, func(evidence.Field) bool { return true }); len(filled) > 0 || !sub.Tenant.IsZero() {
		t.Errorf("filled %v with %q", filled, sub.Tenant)
	}
}

func TestADisagreementIsAskedAndASettledOneIsNot(t *testing.T) {
	t.Parallel()
	request := "GET https://cvt.fibregateway.com/v1/x\nX-Request-ID: a-1"
	response := "422\nX-Request-ID: b-2"
	for _, c := range []struct {
		name    string
		changes changes
		field   evidence.Field
		values  []string
	}{
		{"host and environment", changes{evidence.Environment: Production}, evidence.Environment, []string{CVT, Production}},
		{"request and response have two ids", changes{evidence.RequestText: request, evidence.ResponseText: response, evidence.RequestID: "a-1"}, evidence.RequestID, []string{"a-1", "b-2"}},
		{"a third id was typed", changes{evidence.RequestText: request, evidence.ResponseText: response, evidence.RequestID: "c-3"}, evidence.RequestID, []string{"c-3", "a-1", "b-2"}},
	} {
		_, problems := checked(c.changes)
		var values []string
		for _, p := range problems {
			if p.Field == c.field {
				for _, o := range p.Others {
					values = append(values, o.Value)
				}
			}
		}
		if !slices.Equal(values, c.values) {
			t.Errorf("%s: asks for one of %q, want %q", c.name, values, c.values)
		}
		sub := submission(c.changes)
		sub.Settled = []evidence.Field{c.field}
		_, problems = sub.Check(Rules{Reader: testReader, Now: testNow})
		for _, p := range problems {
			if p.Field == c.field {
				t.Errorf("%s: asked again: %s", c.name, p.Message)
			}
		}
	}
}

func TestWhatAResponsesBodyHidesBehindEscapesIsRedactedAndBounded(t *testing.T) {
	t.Parallel()
	const token = `\u0066gw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd`
	f, problems := checked(changes{evidence.ResponseText: "422\n\n" + `{"uuid":"` + strings.Repeat("u", 5000) + `","code":"` + token + `","messages":["a\u0000b ` + token + ` ` + strings.Repeat("m", 30_000) + `"]}`})
	if problems != nil {
		t.Fatal(problems)
	}
	got := f.Ticket()
	all := got.ErrorCode + got.ErrorMessage.String()
	if strings.Contains(all, "hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd") || strings.Contains(all, "\x00") {
		t.Errorf("stored: %.200q", all)
	}
	if got.ErrorUUID != "" || len(got.ErrorCode) > 210 || len(got.ErrorMessage.String()) > 20_010 {
		t.Errorf("uuid of %d, code of %d, message of %d bytes", len(got.ErrorUUID), len(got.ErrorCode), len(got.ErrorMessage.String()))
	}
}
