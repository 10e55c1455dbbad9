package evidence

import (
	"strings"
	"testing"
)

func TestNumberedAnswersHaveTheNamesOfTheirQuestions(t *testing.T) {
	const (
		asks   = "> 1. Environment\n> 2. Order id\n> 3. X-Request-ID and X-Conversation-ID\n> 4. Date and time\n> 5. Status and message\n"
		wrote  = "\nOn Tue, Desk wrote:\n" + asks
		below  = "Hi,\n\n1. Production\n2. 6960114\n3. " + oneID + ", " + otherID + "\n4. 2026-02-17 19:45:02 UTC\n5. 404 Not Found, \"Order is unknown here\"\n" + wrote
		dashed = "1 - Production\n2 - 6960114\n3 - " + oneID + "\n    " + otherID + "\n4 - 17 February 2026, at 19:45:02\n    UTC\n" + wrote
		words  = "> 1) Which environment was it, production or CVT?\n> 2) What was the order id?\n> 3) The X-Request-ID?\n\n1) Production\n2) 6960114\n3) " + oneID + "\n"
		ad     = "> 1. Środowisko\n> 2. Identyfikator zamówienia\n> 3. X-Request-ID\n\nad. 1 Produkcja\nad. 2 6960114\nad. 3 " + oneID + "\n"
		later  = "> a) Umgebung\n> b) Auftrag\n> c) X-Request-ID\n> d) HTTP-Status und Fehlertext\n\nb) 6960114\nc) " + oneID + "\nd) 409, \"Der Auftrag läuft schon\", Code ORDER_RUNS\n"
		keys   = "1️⃣ CVT\n2️⃣ 6960114\n3️⃣ " + oneID + "\n\n> 1. Environment\n> 2. Order id\n> 3. X-Request-ID\n"
		steps  = "Steps:\n1. Open the order page\n2. Enter the request id\n3. Press status\n\nWhat I saw:\n1. All good\n2. 12345678\n3. 404 then\n\nX-Request-ID: " + oneID + "\n"
		named  = "> 1. Tenant\n> 2. Supplier\n> 3. X-Request-ID\n\n1. Supplier: SUPPLIER_5\n2. Tenant: TENANT_4\n3. X-Request-ID: " + oneID + "\n"
	)
	checkPrinted(t, []printing{
		{"the questions quoted below", below, "order_id", "6960114"},
		{"two names in one question", below, "conversation_id", otherID},
		{"a status, its reason and a message", below, "error_message", "Order is unknown here"},
		{"numbers before dashes, an answer in two lines", dashed, "conversation_id", otherID},
		{"a time in two lines", dashed, "timestamp", "2026-02-17T19:45:02Z"},
		{"questions in sentences above", words, "environment", "PRODUCTION"},
		{"the id that a sentence asks for", words, "request_id", oneID},
		{"a word before the number", ad, "order_id", "6960114"},
		{"letters, and one that is not answered", later, "order_id", "6960114"},
		{"a message before its code", later, "error_message", "Der Auftrag läuft schon"},
		{"the code behind it", later, "error_code", "ORDER_RUNS"},
		{"pictures of keys", keys, "order_id", "6960114"},

		{"steps are no questions", steps, "request_id", oneID},
		{"answers with names of their own", named, "tenant", "TENANT_4"},
	})
}

func TestTablesOnTheirSideAreSetUpright(t *testing.T) {
	two := [][]string{{"", "works", "broken"}, {"request id", otherID, oneID}, {"time (UTC)", "2026-02-17 19:40:02", "2026-02-17 19:45:02"}, {"order id", "6960113", "6960114"},
		{"call", "GET /v1/product-orders/6960113", "GET /v1/product-orders/6960114"}, {"status", "200", "500"}, {"tenant", "TENANT_4", "TENANT_5"}}
	uncalled := append(append([][]string{}, two[:4]...), two[5:]...)
	remarks := [][]string{{"Field", "Value", "Remark"}, {"X-Request-ID", oneID, "from our log"}, {"Tenant", "TENANT_5", "ours"}, {"Status", "500", "since Monday"}, {"Order id", "6960114", "placed in May"}}
	counted := [][]string{{"#", "Field", "Value"}, {"1", "X-Request-ID", oneID}, {"2", "Tenant", "TENANT_5"}, {"3", "Status", "500"}, {"4", "Messages", "Order is unknown here"}}
	both := [][]string{{"Field", "Call 1", "Call 2"}, {"X-Request-ID", oneID, otherID}, {"Tenant", "TENANT_5", "TENANT_5"}, {"Status", "500", "500"}, {"Order id", "6960114", "6960115"}}
	var cases []printing
	for name, written := range map[string]func([][]string) string{
		"Markdown": func(rows [][]string) string { return cellsBeside(rows, "| ", " | ", " |\n", "|---|---|---|\n") },
		"Jira": func(rows [][]string) string {
			return "||" + strings.Join(rows[0], " ||") + "||\n" + cellsBeside(rows[1:], "|", "|", "|\n", "")
		},
		"tabs":   func(rows [][]string) string { return cellsBeside(rows, "", "\t", "\n", "") },
		"blanks": aligned,
	} {
		in := func(rows [][]string) string { return "Hello, both of today:\n\n" + written(rows) + "\nThanks\n" }
		for _, want := range [][2]string{{"request_id", oneID}, {"order_id", "6960114"}, {"timestamp", "2026-02-17T19:45:02Z"}, {"status", "500"}, {"tenant", "TENANT_5"}} {
			cases = append(cases, printing{name + ", the call that failed", in(two), want[0], want[1]}, printing{name + ", no call", in(uncalled), want[0], want[1]})
		}
		cases = append(cases, printing{name + ", what was called", in(two), "url", "/v1/product-orders/6960114"},
			printing{name + ", remarks", in(remarks), "order_id", "6960114"}, printing{name + ", remarks", in(remarks), "tenant", "TENANT_5"},
			printing{name + ", counted", in(counted), "error_message", "Order is unknown here"}, printing{name + ", counted", in(counted), "request_id", oneID},
			printing{name + ", what both calls have", in(both), "tenant", "TENANT_5"}, printing{name + ", which order?", in(both), "order_id", ""})
	}
	checkPrinted(t, cases)
}

// cellsBeside writes rows with something before, between and behind their cells, and a rule below the first.
func cellsBeside(rows [][]string, front, between, end, rule string) string {
	var b strings.Builder
	for i, r := range rows {
		b.WriteString(front + strings.Join(r, between) + end)
		if i == 0 {
			b.WriteString(rule)
		}
	}
	return b.String()
}

// aligned writes rows in columns that blanks align.
func aligned(rows [][]string) string {
	var b strings.Builder
	for _, r := range rows {
		for i, cell := range r {
			b.WriteString(cell)
			if i+1 < len(r) {
				b.WriteString(strings.Repeat(" ", 40-len(cell)))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestProtectedLinksAreTheirAddresses(t *testing.T) {
	const (
		id   = "X-Request-ID: " + oneID + "\n\n"
		url  = "https://cvt.fibregateway.com/v1/places"
		safe = "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcvt.fibregateway.com%2Fv1%2Fplaces&data=05%7C02%7Cx&sdata=hE%3D&reserved=0"
	)
	checkPrinted(t, []printing{
		{"behind the address", id + "GET " + url + "<" + safe + ">\n", "url", url},
		{"behind other words", id + "GET our search<" + safe + "> and it fails with 404\n", "url", url},
		{"alone", id + "GET " + safe + "\n", "url", url},
		{"between angles", id + "GET <" + safe + ">\n", "url", url},
		{"in Markdown", id + "GET [" + url + "](" + safe + ") gave 404\n", "url", url},
		{"Proofpoint's", id + "GET https://urldefense.com/v3/__" + url + "__;!!abc!xyz$ gave 404\n", "url", url},
		{"Proofpoint's older", id + "GET https://urldefense.proofpoint.com/v2/url?u=https-3A__cvt.fibregateway.com_v1_places&d=Dw&c=x gave 404\n", "url", url},
		{"an order behind it", id + "GET " + url + "<" + safe + ">\n\nThe order behind it is 74391927.\n", "order_id", "74391927"},
		{"an order with an article", id + "GET " + url + "\n\nAuftrag ist die 5983723.\n", "order_id", "5983723"},
		{"an address of a mail", id + "GET " + url + "\n\nTenant: TENANT_4<mailto:a@tidewater.example>\n", "tenant", "TENANT_4"},

		{"a parameter of the gateway's own", id + "GET " + url + "?url=https%3A%2F%2Fa.example%2Fb\n", "url", url + "?url=https%3A%2F%2Fa.example%2Fb"},
		{"another host that ends alike", id + "GET https://cvt.fibregateway.com/safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fb\n", "url", "https://cvt.fibregateway.com/safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fb"},
	})
}

func TestValuesThatGoOnInTheirColumnAreWhole(t *testing.T) {
	form := func(mark string) string {
		return "Error code" + mark + "     X_Y\nTenant" + mark + "         TENANT_4\nRequest ID" + mark + "     " + oneID + "\nMessage" + mark + "        The order is unknown to the supplier, so it\n" + strings.Repeat(" ", 15+len(mark)) + "can't be found\nStatus" + mark + "         404\n"
	}
	address := "URL            https://cvt.fibregateway.com/v1/product-orders/\n               3644975/cancel\nTenant         TENANT_4\nX-Request-ID   " + oneID + "\nStatus         404\n"
	checkPrinted(t, []printing{
		{"a message", form(""), "error_message", "The order is unknown to the supplier, so it can't be found"},
		{"behind colons", form(":"), "error_message", "The order is unknown to the supplier, so it can't be found"},
		{"an address", address, "url", "https://cvt.fibregateway.com/v1/product-orders/3644975/cancel"},
		{"another column", strings.Replace(form(""), strings.Repeat(" ", 15)+"can't", strings.Repeat(" ", 20)+"can't", 1), "error_message", "The order is unknown to the supplier, so it"},
	})
}
