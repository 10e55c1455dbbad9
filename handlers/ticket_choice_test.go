package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// twoCalls are a call that failed and one that did not.
const twoCalls = `> GET /v1/orders/1 HTTP/1.1
> Host: cvt.fibregateway.com
> X-Request-ID: first-1
> X-Tenant: TENANT_1
>
< HTTP/1.1 500 Oops
< Date: Fri, 06 Jan 2023 07:54:30 GMT
<
> GET /v1/orders/2 HTTP/1.1
> Host: cvt.fibregateway.com
> X-Request-ID: second-2
> X-Tenant: TENANT_2
>
< HTTP/1.1 200 OK
< Date: Fri, 06 Jan 2023 07:55:30 GMT
<
`

// checkedOf are the values of the radio buttons of a name that are checked.
func checkedOf(doc *html.Node, name string) (values []string) {
	for _, n := range all(doc, func(n *html.Node) bool { return attr(n, "name") == name && attr(n, "type") == "radio" }) {
		for _, a := range n.Attr {
			if a.Key == "checked" {
				values = append(values, attr(n, "value"))
			}
		}
	}
	return values
}

// offered are the values of the radio buttons of a name.
func offered(doc *html.Node, name string) (values []string) {
	for _, n := range all(doc, func(n *html.Node) bool { return attr(n, "name") == name && attr(n, "type") == "radio" }) {
		values = append(values, attr(n, "value"))
	}
	return values
}

func TestTheFailedCallIsChosenAndAnotherCanBe(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	a := b.post("/tickets/read", url.Values{"evidence": {twoCalls}})
	if got := strings.Join(checkedOf(a.doc, "exchange"), ","); got != "1" || len(offered(a.doc, "exchange")) != 2 {
		t.Fatalf("call %s of %v is chosen", got, offered(a.doc, "exchange"))
	}
	values := valuesOf(a.doc)
	values.Set("supplier", "SUPPLIER_9")
	values.Set("exchange", "2")
	again := b.post("/tickets/read", values)
	values = valuesOf(again.doc)
	for name, want := range map[string]string{"exchange": "2", "request_id": "second-2", "tenant": "TENANT_2", "supplier": "SUPPLIER_9"} {
		if got := values.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	values.Set("conversation_id", "c-1")
	values.Set("impact", "question")
	refused := b.post("/tickets", values)
	if kept := valuesOf(refused.doc); refused.StatusCode != http.StatusUnprocessableEntity || kept.Get("exchange") != "2" || kept.Get("request_id") != "second-2" {
		t.Errorf("%d: after a mistake call %q is chosen, request id %q", refused.StatusCode, kept.Get("exchange"), kept.Get("request_id"))
	}
	values = valuesOf(refused.doc)
	delete(values, "exchange") // a draft that was put back has no list of calls
	values.Set("email", "anna@isp.example")
	page := b.get("/tickets/" + b.file(values).Format("FC"))
	if !strings.Contains(page.body, "second-2") || !strings.Contains(page.body, "/v1/") {
		t.Error("the ticket is about another call")
	}
}

func TestANumberThatIsNoCallChoosesTheFailedOne(t *testing.T) {
	b := newSite(t).browser()
	for _, number := range []string{"0", "3", "-1", "99999999999999999999", "x"} {
		values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {twoCalls}}).doc)
		values.Set("exchange", number)
		if got := valuesOf(b.post("/tickets/read", values).doc); got.Get("request_id") != "first-1" {
			t.Errorf("%s: request id %q", number, got.Get("request_id"))
		}
	}
}

func TestACallThatWasChosenAndNotReadIsShownBeforeItIsFiled(t *testing.T) {
	b := newSite(t).browser()
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {twoCalls}}).doc)
	for name, value := range map[string]string{"supplier": "S_1", "conversation_id": "c-1", "impact": "question", "email": "anna@isp.example", "exchange": "2"} {
		values.Set(name, value)
	}
	a := b.post("/tickets", values)
	if a.StatusCode != http.StatusUnprocessableEntity || valuesOf(a.doc).Get("request_id") != "second-2" || !strings.Contains(problemsOf(a.doc), "another call") {
		t.Fatalf("%d: %s", a.StatusCode, problemsOf(a.doc))
	}
	b.file(valuesOf(a.doc))
}

func TestOtherEvidenceForgetsWhichCallWasChosen(t *testing.T) {
	b := newSite(t).browser()
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {twoCalls}}).doc)
	values.Set("exchange", "2")
	values.Set("evidence", strings.ReplaceAll(twoCalls, "first-1", "third-3"))
	if got := valuesOf(b.post("/tickets/read", values).doc); got.Get("request_id") != "third-3" {
		t.Errorf("request id %q", got.Get("request_id"))
	}
}

// disagreeing gives two tenants and two environments.
const disagreeing = "Environment: PRODUCTION\nTenant: TENANT_1\nSupplier: SUPPLIER_2\nOrder ID: 55\nX-Conversation-ID: c-1\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n\n" +
	"GET /v1/product-orders/77 HTTP/1.1\nHost: cvt.fibregateway.com\nX-Tenant: TENANT_2\nX-Request-ID: a-1\n\nHTTP/1.1 500 Oops\nX-Request-ID: b-2\n\n"

func TestValuesThatDisagreeAreAskedAndNothingIsChosenSilently(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	a := b.post("/tickets/read", url.Values{"evidence": {disagreeing}})
	asked := []string{"environment", "tenant", "request_id"}
	for _, field := range asked {
		if len(checkedOf(a.doc, "choose_"+field)) > 0 || len(offered(a.doc, "choose_"+field)) < 2 {
			t.Errorf("%s: offered %q, chosen %q", field, offered(a.doc, "choose_"+field), checkedOf(a.doc, "choose_"+field))
		}
	}
	values := valuesOf(a.doc)
	values.Set("impact", "question")
	values.Set("email", "anna@isp.example")
	refused := b.post("/tickets", values)
	if refused.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("%d", refused.StatusCode)
	}
	for _, field := range asked {
		if len(all(refused.doc, func(n *html.Node) bool { return attr(n, "id") == field+"-error" })) != 1 {
			t.Errorf("nothing is said beside %s", field)
		}
	}
	values = valuesOf(refused.doc)
	// Each is a legitimate answer, though the host or the request says otherwise.
	values.Set("choose_environment", "PRODUCTION")
	values.Set("choose_tenant", "TENANT_1")
	values.Set("choose_request_id", "b-2")
	values.Set("choose_order_id", "")
	values.Set("email", "nowhere")
	again := b.post("/tickets", values)
	kept := valuesOf(again.doc)
	for field, want := range map[string]string{"environment": "PRODUCTION", "tenant": "TENANT_1", "request_id": "b-2"} {
		if kept.Get(field) != want || len(offered(again.doc, "choose_"+field)) > 0 {
			t.Errorf("%s holds %q and is asked again: %q; want %q", field, kept.Get(field), offered(again.doc, "choose_"+field), want)
		}
	}
	kept.Set("email", "anna@isp.example")
	page := b.get("/tickets/" + b.file(kept).Format("FC"))
	if !strings.Contains(page.body, "b-2") {
		t.Error("the ticket has another id")
	}
}

func TestAValueThatIsNoneOfThoseFoundCanBeTyped(t *testing.T) {
	b := newSite(t).browser()
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {disagreeing}}).doc)
	values.Set("choose_tenant", "")
	values.Set("tenant", "TENANT_3")
	a := b.post("/tickets/read", values)
	if got := valuesOf(a.doc).Get("tenant"); got != "TENANT_3" || len(offered(a.doc, "choose_tenant")) > 0 {
		t.Errorf("tenant %q", got)
	}
}

func TestWhatWasTypedBeforeTheEvidenceIsNotAskedAgain(t *testing.T) {
	b := newSite(t).browser()
	a := b.post("/tickets/read", url.Values{"evidence": {disagreeing}, "tenant": {"TENANT_2"}})
	if got := valuesOf(a.doc).Get("tenant"); got != "TENANT_2" || len(offered(a.doc, "choose_tenant")) > 0 {
		t.Errorf("tenant %q, offered %q", got, offered(a.doc, "choose_tenant"))
	}
}

func TestAnEnvironmentThatIsNotTheHostsIsAskedOnceAndMayStay(t *testing.T) {
	b := newSite(t).browser()
	values := paste()
	values.Set("environment", "PRODUCTION")
	a := b.post("/tickets", values)
	if a.StatusCode != http.StatusUnprocessableEntity || len(offered(a.doc, "choose_environment")) != 2 {
		t.Fatalf("%d, offered %q", a.StatusCode, offered(a.doc, "choose_environment"))
	}
	values = valuesOf(a.doc)
	values.Set("choose_environment", "PRODUCTION")
	b.file(values)
}

func TestSomebodyWhoHasFiledBeforePastesAndSends(t *testing.T) {
	b := newSite(t).browser()
	b.file(paste())
	values := valuesOf(b.get("/").doc)
	values.Set("evidence", strings.ReplaceAll(published, "c878520d", "c878520e"))
	read := b.post("/tickets/read", values)
	b.file(valuesOf(read.doc))
}

func TestAnIncidentIsNotRemembered(t *testing.T) {
	b := newSite(t).browser()
	values := paste()
	values.Set("impact", "all_orders")
	b.file(values)
	if got := valuesOf(b.get("/").doc); got.Get("impact") != "" || got.Get("email") == "" {
		t.Errorf("impact %q, e-mail %q", got.Get("impact"), got.Get("email"))
	}
}

func TestAPersonHidesMoreAndItIsGoneFromEveryAnswer(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	text := strings.Replace(twoCalls, "> X-Tenant: TENANT_1", "> X-Tenant: TENANT_1\n> X-Customer: Jane of Rhyl", 1)
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {text}}).doc)
	if !strings.Contains(values.Get("request"), "Jane of Rhyl") {
		t.Fatal("the request does not hold the name")
	}
	values.Set("summary", "Jane of Rhyl waits")
	values.Set("exchange", "1")
	// The selection begins and ends within lines, and has an id in it.
	values.Set("hide", "Jane of Rhyl\n>\n< HTTP")
	a := b.post("/tickets/read", values)
	values = valuesOf(a.doc)
	for _, field := range []string{"evidence", "request", "summary"} {
		if strings.Contains(values.Get(field), "Jane") {
			t.Errorf("%s still says %q", field, values.Get(field))
		}
	}
	if strings.Contains(a.body, "Jane") || values.Get("hide") != "" || values.Get("request_id") != "first-1" || values.Get("tenant") != "TENANT_1" {
		t.Errorf("hide %q, request id %q, tenant %q", values.Get("hide"), values.Get("request_id"), values.Get("tenant"))
	}
}

func TestWhatCouldNotBeHiddenKeepsTheFormFromBeingFiled(t *testing.T) {
	b := newSite(t).browser()
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {published}}).doc)
	values.Set("impact", "question")
	values.Set("email", "anna@isp.example")
	for _, wish := range []string{"abc", "not in the text", "c878520d-6ffc-4d63-a367-95a8f94d70dc"} {
		values.Set("hide", wish)
		if a := b.post("/tickets", values); a.StatusCode != http.StatusUnprocessableEntity || !describedAsWrong(a.doc, "hide") || valuesOf(a.doc).Get("hide") != "" {
			t.Errorf("%q: %d", wish, a.StatusCode)
		}
	}
	values.Set("hide", "coverage area")
	page := b.get("/tickets/" + b.file(values).Format("FC"))
	if strings.Contains(page.body, "coverage area") {
		t.Error("what was to be hidden is in the ticket")
	}
}
