package handlers

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/models"
)

// expired is a call whose token had expired, beside a label that its host contradicts.
var expired = "Environment: PRODUCTION\nTenant: TENANT_1\nSupplier: SUPPLIER_2\n\nGET /v1/product-orders/4500012 HTTP/1.1\nHost: cvt.fibregateway.com\n" +
	"Authorization: Bearer " + base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"exp":1672990500}`)) + ".c2lnbmF0dXJlIG9mIHRoaXMgdG9rZW4\n" +
	"X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11\nX-Conversation-ID: 77c1f1ce-1d0e-4c33-8a0e-65b9c33a6c02\n\n" +
	"HTTP/1.1 401 Unauthorized\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n\n" + `{"uuid":"6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55","code":"UNAUTHORIZED","messages":["The token is not valid"]}`

// told returns what a page's diagnosis says, by kind.
func (a answer) told() map[string]string {
	told := map[string]string{}
	for _, section := range all(a.doc, func(n *html.Node) bool { return n.Data == "section" && attr(n, "class") == "diagnosis" }) {
		for _, n := range all(section, func(n *html.Node) bool { return n.Data == "li" }) {
			told[attr(n, "data-kind")] += strings.Join(strings.Fields(textOf(n)), " ")
		}
	}
	return told
}

func TestTheDiagnosisIsToldBeforeFilingAndToStaffAndAsksNothingTwice(t *testing.T) {
	s := newSite(t)
	read := s.browser().post("/tickets/read", url.Values{"evidence": {expired}, "submission_id": {uuid.NewString()}})
	read.wantStatus(t, http.StatusOK)
	if got := read.told(); !strings.Contains(got["cause"], "had expired") || !strings.Contains(got["cause"], "2023-01-06 07:35:00 UTC") || got["question"] != "" {
		t.Errorf("before filing: %v", got)
	}
	spoken := all(read.doc, func(n *html.Node) bool { return strings.Contains(attr(n, "data-announce"), "had expired") })
	if len(spoken) != 1 {
		t.Error("the script has nothing to say aloud of it")
	}
	if asked := all(read.doc, func(n *html.Node) bool { return attr(n, "name") == "choose_environment" }); len(asked) < 2 {
		t.Errorf("the environment is asked with %d choices", len(asked))
	}
	values := valuesOf(read.doc)
	values.Set("choose_environment", "CVT")
	again := s.browser().post("/tickets/read", values)
	if got := again.told(); got["question"] != "" {
		t.Errorf("once it is chosen: %v", got)
	}
	values.Set("email", "anna@isp.example")
	values.Set("impact", "one_order")
	ref := s.browser().file(values)
	shown := s.member(models.RoleAgent).at(ref).show()
	if got := shown.told(); !strings.Contains(got["cause"], "had expired") {
		t.Errorf("to staff: %v", got)
	}
}

func TestADiagnosisForStaffIsAboutTheTicketsOwnCall(t *testing.T) {
	s := newSite(t)
	values := valuesOf(s.browser().post("/tickets/read", url.Values{"evidence": {expired}}).doc)
	for name, value := range map[string]string{"email": "anna@isp.example", "impact": "one_order", "choose_environment": "CVT",
		"request_id": "c878520d-6ffc-4d63-a367-95a8f94d70dc", "error_uuid": "", "error_code": "", "error_message": "",
		"request": "GET https://cvt.fibregateway.com/v1/product-orders/1\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc", "response": "HTTP/1.1 429 Too Many Requests\nRetry-After: 30"} {
		values.Set(name, value)
	}
	if got := s.member(models.RoleAgent).at(s.browser().file(values)).show().told(); !strings.Contains(got["cause"], "30 s") || strings.Contains(got["cause"], "expired") {
		t.Errorf("%v", got)
	}
}

func TestTwoDisagreementsAreToldApartInTheSummary(t *testing.T) {
	text := strings.Replace(expired, "HTTP/1.1 401 Unauthorized\n", "HTTP/1.1 401 Unauthorized\nX-Request-ID: 9d9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a99\n", 1)
	b := newSite(t).browser()
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {text}}).doc)
	refused := b.post("/tickets", values)
	refused.wantStatus(t, http.StatusUnprocessableEntity)
	links := map[string]string{}
	for _, a := range all(refused.doc, func(n *html.Node) bool {
		return n.Data == "a" && strings.HasPrefix(attr(n, "href"), "#") && strings.Contains(textOf(n), "more than one value")
	}) {
		links[textOf(a)] = attr(a, "href")
	}
	if len(links) != 2 {
		t.Errorf("two questions make these links: %v", links)
	}
}
