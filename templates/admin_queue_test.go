package templates

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/evidence"
	"docket/models"
)

// filterIn reads an address as the queue's handler does.
func filterIn(t *testing.T, address string, me uuid.UUID) models.QueueFilter {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Path != "/admin" {
		t.Fatalf("address %q: %v", address, err)
	}
	q := u.Query()
	f := models.QueueFilter{
		View: models.View(q.Get("view")), Text: q.Get("q"), Environment: q.Get("environment"), Tenant: q.Get("tenant"),
		Supplier: q.Get("supplier"), After: q.Get("after"), Before: q.Get("before"), Unassigned: q.Get("assignee") == "none",
	}
	if f.View == "" {
		f.View = usualView(f.Text)
	}
	n, _ := strconv.Atoi(q.Get("priority"))
	f.Priority = models.Priority(n)
	if f.Assignee, err = uuid.Parse(q.Get("assignee")); err != nil && q.Get("assignee") == "me" {
		f.Assignee = me
	}
	return f
}

func TestTheWholeFilterStandsInTheAddress(t *testing.T) {
	me := sampleTom.ID
	for _, f := range []models.QueueFilter{
		{View: models.ViewOurs},
		{View: models.ViewAll, Text: "coverage area & more"},
		{View: models.ViewOurs, Text: "x"},
		{View: models.ViewClosed, Environment: models.CVT, Tenant: "TENANT 1", Supplier: "SUPPLIER_2", Priority: 3, Unassigned: true},
		{View: models.ViewNew, Assignee: me, After: "a=b"},
		{View: models.ViewNew, Assignee: sampleBerta.ID, Before: "c&d"},
	} {
		if got := filterIn(t, queueURL(f, me), me); got != f {
			t.Errorf("%+v\nbecame %+v by %s", f, got, queueURL(f, me))
		}
	}
	if got := queueURL(models.QueueFilter{View: models.ViewOurs}, me); got != "/admin" {
		t.Errorf("the queue itself is at %s", got)
	}
	if got := queueURL(models.QueueFilter{View: models.ViewOurs, Assignee: me}, me); got != "/admin?assignee=me" {
		t.Errorf("one's own tickets are at %s: it could not be given to somebody else", got)
	}
}

func TestEachChipRemovesItsFilterAndNoOther(t *testing.T) {
	p := sampleBusy(testSite)
	p.Filter = models.QueueFilter{View: models.ViewNew, Text: "slots", Environment: models.CVT, Priority: 2, Tenant: "T", Supplier: "S", Assignee: sampleBerta.ID, After: "page 3"}
	want := map[string]func(*models.QueueFilter){
		"Search":      func(f *models.QueueFilter) { f.Text = "" },
		"Environment": func(f *models.QueueFilter) { f.Environment = "" },
		"Priority":    func(f *models.QueueFilter) { f.Priority = 0 },
		"Assignee":    func(f *models.QueueFilter) { f.Assignee = uuid.Nil },
		"Tenant":      func(f *models.QueueFilter) { f.Tenant = "" },
		"Supplier":    func(f *models.QueueFilter) { f.Supplier = "" },
	}
	chips := chipsOf(p)
	if len(chips) != len(want) {
		t.Errorf("%d chips, want %d", len(chips), len(want))
	}
	for _, chip := range chips {
		rest := p.Filter
		rest.After = ""
		want[chip.Label](&rest)
		if got := filterIn(t, chip.Address, sampleTom.ID); got != rest {
			t.Errorf("%s leads to %+v", chip.Label, got)
		}
	}
	if got := clearURL(p); got != "/admin?view=new" {
		t.Errorf("clear all leads to %s", got)
	}
}

func TestViewsKeepTheFiltersAndBeginAtTheFirstPage(t *testing.T) {
	p := sampleBusy(testSite)
	p.Filter = models.QueueFilter{Supplier: "SUPPLIER_2", After: "x"}
	d := parsed(t, QueuePage(p))
	nav := d.all(func(n *html.Node) bool { return attr(n, "aria-label") == "Views" })
	links := document{nav[0]}.tags("a")
	if len(links) != len(models.Views) {
		t.Fatalf("%d views", len(links))
	}
	for i, view := range models.Views {
		if got, want := filterIn(t, attr(links[i], "href"), uuid.Nil), (models.QueueFilter{View: view, Supplier: "SUPPLIER_2"}); got != want {
			t.Errorf("%s leads to %+v", view, got)
		}
		if here := attr(links[i], "aria-current") == "page"; here != (view == models.ViewOurs) {
			t.Errorf("%s is marked as this page: %t", view, here)
		}
	}
	if got := text(links[6]); got != "Closed 1,000+" {
		t.Errorf("the view says %q", got)
	}
}

func TestARowSaysEverythingUnderItsHeading(t *testing.T) {
	p := sampleQueue(testSite, 3)
	p.Page.Rows = p.Page.Rows[:1]
	row := &p.Page.Rows[0]
	row.LetterFailed, row.Assignee, row.Ticket.AssigneeID = true, "Berta Voss", &sampleBerta.ID
	table := document{parsed(t, QueuePage(p)).tags("table")[0]}
	if text(table.tags("caption")[0]) == "" {
		t.Error("the table has no caption")
	}
	heads := table.all(func(n *html.Node) bool { return attr(n, "scope") == "col" })
	cells := document{table.tags("tbody")[0]}.all(func(n *html.Node) bool { return n.Data == "td" || n.Data == "th" })
	if len(heads) != len(cells) {
		t.Fatalf("%d headings for %d cells", len(heads), len(cells))
	}
	want := []string{"P1", "PRODUCTION", "FC-" + string(row.Ticket.Reference[:4]) + "-" + string(row.Ticket.Reference[4:]),
		"POST /v1/orders since 07:40, every order of ours is stuck Letter failed", "SUPPLIER_2", "504 SUPPLIER_TIMEOUT", "TENANT_1", "Ours, new", "7 min", "Berta Voss"}
	for i, cell := range cells {
		if text(cell) != want[i] {
			t.Errorf("%s says %q, want %q", text(heads[i]), text(cell), want[i])
		}
	}
	link := table.tags("a")[0]
	if attr(link, "href") != "/admin/tickets/"+want[2] || attr(link, "title") != row.Ticket.Summary.String() {
		t.Errorf("the link leads to %s and says %q in full", attr(link, "href"), attr(link, "title"))
	}
	at := table.tags("time")[0]
	if exact := row.Ticket.WaitingSince.Format(time.RFC3339); attr(at, "datetime") != exact || !strings.Contains(attr(at, "title"), exact) {
		t.Errorf("the exact time is %q, %q", attr(at, "datetime"), attr(at, "title"))
	}
	if attr(cells[2], "scope") != "row" {
		t.Error("the number does not head its row")
	}
}

func TestARowsSummaryLeavesOutWhatTheErrorsColumnSays(t *testing.T) {
	failed := models.Ticket{Status: 422, ErrorCode: "INVALID_REQUEST"}
	for _, tt := range []struct {
		name, summary, want string
		ticket              models.Ticket
	}{
		{"as suggested", "422 INVALID_REQUEST on GET /v1/orders/1", "GET /v1/orders/1", failed},
		{"with words behind it", "422 INVALID_REQUEST on GET /v1/orders, all day", "GET /v1/orders, all day", failed},
		{"in a person's words", "Orders are refused: 422 INVALID_REQUEST on GET /v1/orders", "Orders are refused: 422 INVALID_REQUEST on GET /v1/orders", failed},
		{"of another error", "409 CONFLICT on GET /v1/orders/1", "409 CONFLICT on GET /v1/orders/1", failed},
		{"the error alone", "422 INVALID_REQUEST", "422 INVALID_REQUEST", failed},
		{"the reason of a status", "409 Conflict on POST /v1/orders", "409 Conflict on POST /v1/orders", models.Ticket{Status: 409}},
		{"no response", "No response (connection refused) on POST /v1/orders", "POST /v1/orders", models.Ticket{NoResponse: evidence.ConnectionRefused}},
		{"no error", " on GET /v1/orders", " on GET /v1/orders", models.Ticket{}},
	} {
		if got := besideError(tt.ticket, tt.summary); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestOnesOwnTicketsAreCalledSo(t *testing.T) {
	lines := queueLines(sampleQueue(testSite, 7))
	if !slices.ContainsFunc(lines, func(l TicketLine) bool { return l.Assignee == "you" }) ||
		slices.ContainsFunc(lines, func(l TicketLine) bool { return l.Assignee == "Tom Okafor" }) {
		t.Error("the reader is called by name")
	}
}

func TestAgesAreInTheOneUnitThatMatters(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 min", 59 * time.Second: "0 min", time.Minute: "1 min", 59 * time.Minute: "59 min", time.Hour: "1 h",
		47*time.Hour + 59*time.Minute: "47 h", 48 * time.Hour: "2 d", 1000 * time.Hour: "41 d", -25 * time.Minute: "in 25 min", -30 * time.Second: "0 min",
	} {
		if got := (Age{At: sampleNow.Add(-d), Now: sampleNow}).words(); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
	if got := (Age{At: sampleNow.Add(-time.Hour), Now: sampleNow, Ahead: true}).words(); got != "now" {
		t.Errorf("what is overdue comes %q", got)
	}
}

func TestTheLineForNewsIsThereBeforeThereIsAny(t *testing.T) {
	p := sampleBusy(testSite)
	p.Filter = models.QueueFilter{Supplier: "SUPPLIER_2", After: "page 3"}
	line := parsed(t, QueuePage(p)).all(func(n *html.Node) bool { return attr(n, "data-news") != "" })
	if len(line) != 1 || attr(line[0], "role") != "status" || attr(line[0], "data-news") != "160" || text(line[0]) != "" {
		t.Fatal("no empty status line that knows the newest event")
	}
	if got := attr(line[0], "data-fresh"); got != "/admin?supplier=SUPPLIER_2" {
		t.Errorf("Show leads to %s", got)
	}
}

func TestEmptyPlacesSayWhyAndWhatToDo(t *testing.T) {
	for slug, want := range map[string][]string{
		"queue-nothing":   {"Nothing is waiting for us", "No ticket has been filed yet", "/"},
		"queue-done":      {"Nothing is waiting for us", "waits for somebody else", "/admin?view=waiting_supplier"},
		"queue-unmatched": {"No ticket matches", "Without Supplier: SUPPLIER_2", "/admin?assignee=none&environment=PRODUCTION"},
		"queue-unfound":   {"Nothing found for “coverage area”", "X-Conversation-ID", "/admin"},
		"letters-empty":   {"No letter yet", "when a ticket is filed", "/admin"},
		"letters-none":    {"No letter has failed", "tried again by itself", "/admin/letters"},
	} {
		d := parsed(t, specimen(t, slug))
		for _, words := range want[:2] {
			if !strings.Contains(text(d.tags("main")[0]), words) {
				t.Errorf("%s does not say %q", slug, words)
			}
		}
		if !slices.ContainsFunc(d.tags("a"), func(a *html.Node) bool { return attr(a, "href") == want[2] }) {
			t.Errorf("%s does not lead to %s", slug, want[2])
		}
		if len(d.tags("table")) != 0 {
			t.Errorf("%s shows an empty table", slug)
		}
	}
}

func TestAnIdentifierOfSeveralTicketsSaysWhichItIs(t *testing.T) {
	d := parsed(t, specimen(t, "queue-shared"))
	list := document{d.all(func(n *html.Node) bool { return attr(n, "class") == "kin" })[0]}
	if got := list.tags("li"); len(got) != 3 || !strings.Contains(text(got[0]), "this X-Conversation-ID") {
		t.Errorf("%d tickets, the first says %q", len(got), text(got[0]))
	}
	if strings.Contains(words(d), "Nothing found") {
		t.Error("it says that nothing was found")
	}
}

func TestRelatedTicketsSayWhatTheyShare(t *testing.T) {
	d := parsed(t, CasePage(sampleStory(testSite)))
	list := text(document{d.all(func(n *html.Node) bool { return attr(n, "class") == "kin" })[0]}.root)
	for _, want := range []string{"same X-Request-ID and same X-Conversation-ID", "same error uuid", "PRODUCTION", "CVT", "Ours, new"} {
		if !strings.Contains(list, want) {
			t.Errorf("not said: %s", want)
		}
	}
}

func TestPagesAreTurnedWithinTheFilter(t *testing.T) {
	d := parsed(t, specimen(t, "queue-filtered"))
	for rel, want := range map[string]models.QueueFilter{
		"prev": {View: models.ViewOurs, Environment: models.Production, Supplier: "SUPPLIER_2", Unassigned: true, Before: "p"},
		"next": {View: models.ViewOurs, Environment: models.Production, Supplier: "SUPPLIER_2", Unassigned: true, After: "n"},
	} {
		link := d.all(func(n *html.Node) bool { return attr(n, "rel") == rel })
		if len(link) != 1 {
			t.Fatalf("%d links to %s", len(link), rel)
		}
		if got := filterIn(t, attr(link[0], "href"), uuid.Nil); got != want {
			t.Errorf("%s leads to %+v", rel, got)
		}
	}
}

func TestCountsStopWhereCountingStops(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1001: "1,000+", 5000: "1,000+"} {
		if got := many(n); got != want {
			t.Errorf("%d is written %q", n, got)
		}
	}
}

func TestTheQueueSaysInWhichOrderItStands(t *testing.T) {
	for view, want := range map[models.View]string{
		models.ViewOurs: "Most urgent first", models.ViewSupplier: "Most urgent first", models.ViewAll: "Our turn first", models.ViewClosed: "Newest first",
	} {
		p := sampleQueue(testSite, 3)
		p.Filter = models.QueueFilter{View: view}
		if got := orderWords(p); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", view, got, want)
		}
	}
	hits := sampleQueue(testSite, 3)
	hits.Filter = models.QueueFilter{View: models.ViewAll, Text: "coverage"}
	if got := orderWords(hits); got != "Newest first" {
		t.Errorf("a search: %q", got)
	}
}
