package evidence

import "testing"

// Words of apology, other things' times and numbers, and source code take nothing back and tell nothing of the call.
func TestWhatIsSaidBesidesChangesNoFact(t *testing.T) {
	const (
		id    = "X-Request-ID: " + oneID + "\n"
		call  = "POST https://cvt.fibregateway.com/v1/places\n"
		known = "request id " + oneID + " status 409 at 2026-01-05T10:11:12Z\n"
		live  = "Environment: Production\nrequest id " + oneID + " 404\n"
		order = "order id: 100000001\nrequest id " + oneID + " 422\n"
	)
	checkPrinted(t, []printing{
		{"sorry for the noise", "GET https://cvt.fibregateway.com/v1/places failed with 404.\nrequest id " + oneID + "\nSorry for the noise, the call before it with request id " + otherID + " worked.\n", "request_id", oneID},
		{"sorry for a late report", known + "Sorry for the late report, we only noticed on 2026-01-07T08:00:00Z.\n", "timestamp", "2026-01-05T10:11:12Z"},
		{"a deadline", known + "Apologies, please answer before 2026-01-09T08:00:00Z.\n", "timestamp", "2026-01-05T10:11:12Z"},
		{"no access elsewhere", live + "Sorry, I have no access to CVT.\n", "environment", "PRODUCTION"},
		{"not reproduced elsewhere", live + "Sorry we cannot reproduce on CVT.\n", "environment", "PRODUCTION"},
		{"elsewhere too", live + "no wait, CVT also has it\n", "environment", "PRODUCTION"},
		{"an agent's mistake", live + "By mistake the agent tested in CVT first.\n", "environment", "PRODUCTION"},
		{"another customer's order", order + "We are sorry, but the customer of order id 100000002 is waiting too\n", "order_id", "100000001"},
		{"an order that was corrected", order + "customer was corrected in order 100000009\n", "order_id", "100000001"},
		{"the correction of an address", order + "Korrektur der Adresse in order 100000009 war ok\n", "order_id", "100000001"},
		{"another tenant", "Tenant: TENANT_1\n" + id + "Sorry for the mix-up with TENANT_2 last week.\n", "tenant", "TENANT_1"},
		{"not another order", order + "It is not order 100000002 that fails but order 100000003 fails too.\n", "order_id", "100000001"},
		{"not the same id", id + "X-Conversation-ID: not the same as the request id\n", "conversation_id", ""},
		{"the same request again", id + "X-Conversation-ID: missing, same request was sent twice\n", "conversation_id", ""},
		{"it is ok to call", "request id " + oneID + ", it is ok to call us\nthe old request id " + otherID + " from last week is closed\nPOST /v1/orders 500\n", "request_id", oneID},
		{"a fine payload", "Failed request id: " + oneID + " (payload fine)\nReference request id: " + otherID + " (from the docs)\nPOST /v1/orders 500\n", "request_id", oneID},
		{"a page that is sorry", id + call + "\nSorry, something went wrong. Please quote request id " + otherID + ".\n", "request_id", oneID},
		{"one's own order and a supplier's", "our order id: 100000001\nrequest id: " + oneID + "\norder: 55555555 (supplier)\nstatus 500\n", "order_id", "100000001"},

		{"when a technician comes", "2026-01-05T10:11:12Z\n" + call + "\n" + id + "The technician comes this afternoon at 15:00:00 UTC\n", "timestamp", "2026-01-05T10:11:12Z"},
		{"when somebody leaves", "2026-01-05T10:11:12Z\n" + call + "\n" + id + "I leave today at 17:00:00 UTC\n", "timestamp", "2026-01-05T10:11:12Z"},
		{"how long it took", "2026-01-05\n" + call + "\n" + id + "Duration 00:01:30 UTC\n", "timestamp", ""},
		{"when a job runs", "Date: 2026-01-05\n" + call + "\n" + id + "cron runs daily at 03:00:00 UTC\n", "timestamp", ""},
		{"where somebody is", call + "\n" + id + "2026-01-05 10:11:12\nAnn (Milano)\n", "timestamp", ""},
		{"how long after", call + "\n" + id + "gave 500 on 2026-01-05, 3 h 20 min after midnight UTC\n", "timestamp", ""},
		{"a word in capitals behind a time", call + "\n" + id + "2026-01-05 14:36 an EST customer\n", "timestamp", ""},
		{"a word that begins as a month does", call + "\n" + id + "port 5 balance 2026 10:11:12 UTC\n", "timestamp", ""},
		{"since when a certificate is invalid", call + "\n" + id + "Certificate invalid since 2026-01-01T00:00:00Z\n", "timestamp", ""},

		{"source that compares a status", call + id + "\nif (res.StatusCode == HttpStatusCode.NotFound) return null;\n", "status", ""},
		{"source that handles one", call + id + "\ncatch when (e.StatusCode == HttpStatusCode.Conflict) retry\n", "status", ""},
		{"what a test expects", call + id + "\nAssert.AreEqual(HttpStatusCode.Conflict, r.StatusCode)\n", "status", ""},
		{"a price", call + "the customer pays 402 and\n{\"price\":\"402\"}\n", "status", ""},
		{"an order's status", "The order status is 201. GET https://cvt.fibregateway.com/v1/places\n", "status", ""},
		{"a hash of a request", "Request hash: 5f0c1f3e9d8b7a6c5d4e3f2a1b0c9d8e\n" + call, "request_id", ""},
		{"a device's number", "request for device number " + oneID + " gave 409 on POST /v1/orders\n", "request_id", ""},
		{"live on television", "request id " + oneID + " 500 POST /v1/orders. The customer is on live, TV.\n", "environment", ""},
		{"a productive team", "We are a productive team on a productive stack.\n" + id, "environment", ""},
		{"a count of errors", "Error count      TOTAL_2\nrequest id " + oneID + " status 500\n", "error_code", ""},
		{"a version by two letters", `{"cv":"1.2","rq":"7","status":409,"url":"https://cvt.fibregateway.com/v1/places"}`, "conversation_id", ""},
	})
}
