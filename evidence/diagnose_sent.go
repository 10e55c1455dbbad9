package evidence

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// sentRules judge what was sent: its identifiers, and whether one of them was sent before.
var sentRules = []diagnosisRule{
	{name: "request_id_reused", look: requestIDReused,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":"1"}`) + orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":"2"}`),
					"Calls 1 and 2 of this text both went out as c878520d-6ffc-4d63-a367-95a8f94d70dc, with different bodies. Every request needs an X-Request-ID of its own."}}, []string{
					orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":"1"}`) + orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{ "uprn": "1" }`),
					orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":"1"}`) + orderWith("0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11", `{"uprn":"2"}`),
					orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":"1"}`) + orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":`),
					strings.Replace(orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":"1"}`), "/product-orders", "/appointments", 1) + orderWith("c878520d-6ffc-4d63-a367-95a8f94d70dc", `{"uprn":"2"}`),
				}
		}},
	{name: "conversation_id_missing", look: noConversation,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{answered("200 OK", "", ""), "None of the 3 headers of the request, as pasted, is X-Conversation-ID. The gateway asks for it on every request: it joins the calls of one journey."}}, []string{answered("200 OK", "", "X-Conversation-ID: 5b6df604"), "X-Conversation-ID: 5b6df604\n" + answered("200 OK", "", ""), "GET https://cvt.fibregateway.com/v1/a\n"}
		}},
	{name: "request_id_missing", look: noRequestID,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{posted("application/json", "{}") + "\nHTTP/1.1 400 Bad Request\nContent-Length: 0\n", "None of the 2 headers of the request, as pasted, is X-Request-ID. The gateway asks for it on every request: by it the call is found in the audit log."}}, []string{answered("200 OK", "", ""), "GET https://cvt.fibregateway.com/v1/a\n", posted("application/json", "{}"), "the X-Request-ID is not in this one:\n" + posted("application/json", "{}") + "\nHTTP/1.1 400 Bad Request\n"}
		}},
	{name: "order_id_not_numeric", look: oddOrderID,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
					{"GET /v1/product-orders/PO-2026-0815 HTTP/1.1\nHost: cvt.fibregateway.com\n", "The path names the order PO-2026-0815; the gateway’s order ids have digits only. It may be your own or the supplier’s reference."},
					{posted("application/json", `{"orderId":"ORD-12"}`), "The request body names the order ORD-12; the gateway’s order ids have digits only. It may be your own or the supplier’s reference."},
				}, []string{
					"GET /v1/product-orders/4500012 HTTP/1.1\nHost: cvt.fibregateway.com\n", "GET /v1/product-orders/search HTTP/1.1\nHost: x.example\n",
					"GET /v1/product-orders/{id} HTTP/1.1\nHost: x.example\n", posted("application/json", `{"externalId":"PO-1"}`), posted("application/json", `{"orderId":4500012}`),
					"GET /v1/product-orders HTTP/1.1\nHost: x.example\n",
					"POST /v1/product-orders/4500012/cancel HTTP/1.1\nHost: x.example\nContent-Type: application/json\n\n{\"orderId\":\"PO-1\"}\n",
				}
		}},
}

// orderWith is a call with a request id and a body, for the examples.
func orderWith(id, body string) string {
	return "POST /v1/product-orders HTTP/1.1\nHost: cvt.fibregateway.com\nX-Request-ID: " + id + "\nContent-Type: application/json\n\n" + body + "\n\nHTTP/1.1 409 Conflict\n\n"
}

// sent is a request that was sent under a request id.
type sent struct {
	call int // number of its exchange, from 1
	q    *Request
	body any // as JSON
}

// requestIDReused compares each request that bears the chosen one's id with the first of them. Bodies
// are only told apart where both are whole JSON, because tools cut and print them as they like.
func requestIDReused(x *examination) []Finding {
	id, ok := x.report.Fact(RequestID)
	if !ok || len(x.report.Exchanges) < 2 {
		return nil
	}
	var first *sent
	for i := range x.report.Exchanges {
		q := x.report.Exchanges[i].Request
		if q == nil || !strings.EqualFold(header(q.Headers, "X-Request-ID"), id.Value) {
			continue
		}
		next := &sent{call: i + 1, q: q}
		if visited(len(q.Body)); json.Unmarshal([]byte(q.Body), &next.body) != nil {
			continue
		}
		switch {
		case first == nil:
			first = next
		case q.sameCall(first.q) && !reflect.DeepEqual(next.body, first.body):
			return only(Finding{Kind: Cause, Field: RequestID, Says: "The same X-Request-ID was sent with two different bodies.", Span: q.Span,
				Why: fmt.Sprintf("Calls %d and %d of this text both went out as %s, with different bodies. Every request needs an X-Request-ID of its own.", first.call, next.call, id.Value)})
		}
	}
	return nil
}

func noConversation(x *examination) []Finding {
	return x.lacks(ConversationID, "X-Conversation-ID", "it joins the calls of one journey")
}

func noRequestID(x *examination) []Finding {
	return x.lacks(RequestID, "X-Request-ID", "by it the call is found in the audit log")
}

// lacks finds that a request whose headers are shown to their end, with the answer below, has none of
// this name, and that nothing in the text says otherwise.
func (x *examination) lacks(f Field, name, purpose string) []Finding {
	n := len(x.request.Headers)
	if _, known := x.report.Fact(f); known || n < 2 || x.response.Status == 0 || !onTheWire[x.ex.Format] {
		return nil
	}
	visited(len(x.report.Text.text))
	if saysFold(x.report.Text.text, name) {
		return nil // in a call beside it, or where a line was broken
	}
	return only(Finding{Kind: Hint, Field: f, Says: "The request carries no " + name + ".", Span: x.request.Span,
		Why: fmt.Sprintf("None of the %d headers of the request, as pasted, is %s. The gateway asks for it on every request: %s.", n, name, purpose)})
}

func oddOrderID(x *examination) []Finding {
	if _, known := x.report.Fact(OrderID); known {
		return nil
	}
	where, id := "path", orderOfPath(x.request.URL)
	if id == "" {
		where, id = "request body", orderOfBody(x.request.Body)
	}
	if !isReference(id) {
		return nil
	}
	return only(Finding{Kind: Hint, Field: OrderID, Says: "The order id of this call is not a number.", Span: x.place(x.request.Span, id),
		Why: "The " + where + " names the order " + clip(id, 64) + "; the gateway’s order ids have digits only. It may be your own or the supplier’s reference."})
}

// isReference reports whether a word is letters and digits, such as PO-2026-0815, and no placeholder,
// verb or number.
func isReference(id string) bool {
	letters, digits := 0, 0
	for i := 0; i < len(id); i++ {
		switch c := id[i]; {
		case isAlpha(c):
			letters++
		case isDigit(c):
			digits++
		case c != '-' && c != '_' && c != '.':
			return false
		}
	}
	return letters > 0 && digits > 0
}

// orderOfPath is the segment behind /product-orders/, "" for none.
func orderOfPath(url string) string {
	_, rest, _ := strings.Cut(pathOf(url), "/product-orders/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// orderOfBody is what a JSON body gives as its order id, "" for none.
func orderOfBody(body string) (id string) {
	if body == "" || body[0] != '{' {
		return ""
	}
	visited(len(body))
	walkJSON(body, func(m member) {
		if id == "" && m.quoted && !m.inArray && len(m.value) <= 64 && orderKeys[strings.ToLower(m.key)] {
			id = m.value
		}
	})
	return id
}
