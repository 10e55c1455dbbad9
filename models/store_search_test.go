package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"docket/models"
)

// about files a ticket with a summary and a description.
func (r *rig) about(summary, description string) models.Ticket {
	r.Helper()
	t := aFiling(1).Ticket()
	t.Summary = reader.Clean(summary)
	filed, err := r.Submit(r.Context(), models.Scope{}, models.FilingOf(t, models.Papers{Description: reader.Clean(description)}))
	r.must(err)
	return filed
}

// finds is what a search for a text finds in all tickets.
func (r *rig) finds(text string) []models.Reference {
	r.Helper()
	return refsOf(r.queue(r.desk("Grace"), models.QueueFilter{View: models.ViewAll, Text: text}))
}

func TestATicketIsFoundByItsWords(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.about("No coverage in Leeds, says “Zürich”", "Since the Outage nothing_works. Réseau en panne.\n100% of orders")
		other := r.about("Something else", "")
		for text, want := range map[string]bool{
			"coverage": true, "COVERAGE leeds": true, "leeds coverage": true, "zürich": true, "ZÜRICH": true, "réseau": true, "nothing": true, "works nothing": true,
			"100": true, "coverage manchester": false, "overage": false, "cover": true, "cover leeds": false, "leeds cover": true, "co": false,
			"order_invalid": true, "tenant_1 supplier_2": true, "ada1@isp.example": true, "cvt.fibregateway.com/v1/orders": true, "address unknown": true,
		} {
			if got := r.finds(text); slices.Contains(got, ticket.Reference) != want {
				r.Errorf("%q finds %v, want the ticket: %v", text, got, want)
			}
		}
		if got := r.finds("something"); !slices.Equal(got, []models.Reference{other.Reference}) {
			r.Errorf("something finds %v", got)
		}
	})
}

func TestWhatASearchHoldsIsNeverSyntax(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.about("apple pear", "")
		r.about("plum", "")
		for text, want := range map[string]int{
			`apple" OR "plum`: 0, "apple OR plum": 0, "apple NOT pear": 0, "NEAR(apple pear)": 0, "words:apple": 0, "apple*": 1, "^apple": 1, `"apple pear"`: 1,
			"apple' | 'plum": 0, "apple & pear": 1, "!apple": 1, "apple:*": 1, "(apple": 1, `\apple`: 1, "{apple}": 1, "apple - pear": 1, "-- apple": 1, "apple\x00pear": 1,
			"": 2, "!!!": 0, "🙂": 0, strings.Repeat("apple ", 300): 1, strings.Repeat("x", 5000): 0, "\xff\xfe": 0,
		} {
			if got := r.finds(text); len(got) != want || want == 1 && got[0] != ticket.Reference {
				r.Errorf("%q finds %v, want %d", text, got, want)
			}
		}
	})
}

func TestMessagesAndNotesAreSearchedAndTheNewestHitComesFirst(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		first, second, third := r.about("apple", ""), r.about("apple pear", "apple"), r.about("plum", "")
		_, err := r.Answer(r.Context(), scope(first), first.Reference, newForm(), reader.Clean("apple and cherry"))
		r.must(err)
		_, err = r.AddNote(r.Context(), grace, third.Reference, newForm(), reader.Clean("the apple of Henry"))
		r.must(err)
		_, err = r.Reply(r.Context(), grace, second.Reference, reply("a quince"))
		r.must(err)
		for text, want := range map[string][]models.Ticket{
			"apple": {third, first, second}, "cherry": {first}, "henry": {third}, "quince": {second}, "quince pear": nil,
		} {
			var refs []models.Reference
			for _, t := range want {
				refs = append(refs, t.Reference)
			}
			if got := r.finds(text); !slices.Equal(got, refs) {
				r.Errorf("%q finds %v, want %v", text, got, refs)
			}
		}
	})
}

func TestASearchIsPagedAndFilteredForthAndBack(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		tickets := r.pile(260) // all about "order refused", more than wait for the index
		grace := r.desk("Grace")
		_, err := r.AddNote(r.Context(), grace, tickets[3].Reference, newForm(), reader.Clean("another order"))
		r.must(err)
		known := map[models.Reference]models.Ticket{}
		for _, t := range tickets {
			known[t.Reference] = t
		}
		hits, _ := r.turned(grace, models.QueueFilter{View: models.ViewAll, Text: "order"})
		if hits[0] != tickets[3].Reference || len(hits) != len(known) {
			r.Fatalf("%d hits, the first %s", len(hits), hits[0])
		}
		for _, f := range someFilters(grace.Account().ID) {
			f.Text = "order"
			want := slices.DeleteFunc(slices.Clone(hits), func(ref models.Reference) bool { return !wanted(known[ref], f) })
			forth, back := r.turned(grace, f)
			if !slices.Equal(forth, want) || len(want) > 0 && !slices.Equal(back, want) {
				r.Errorf("%+v finds %d and back %d, want %d, or they are in another order", f, len(forth), len(back), len(want))
			}
		}
	})
}

func TestASearchLooksAtTheNewestThousandHits(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		oldest := r.about("apple", "")
		r.submits(1000)
		grace := r.desk("Grace")
		f := models.QueueFilter{View: models.ViewAll, Text: "ada"}
		page := r.queue(grace, f)
		if page.Capped || len(page.Rows) != models.QueueLength || page.Next == "" {
			r.Errorf("the first page: capped %v, %d rows", page.Capped, len(page.Rows))
		}
		for page.Next != "" {
			f.After = page.Next
			page = r.queue(grace, f)
		}
		if !page.Capped || len(page.Rows) != models.QueueLength {
			r.Errorf("the last page: capped %v, %d rows", page.Capped, len(page.Rows))
		}
		f.After, f.Tenant = "", "TENANT_1"
		forth, back := r.turned(grace, f)
		if len(forth) != 1000 || len(back) != 1000 || slices.Contains(forth, oldest.Reference) {
			r.Errorf("%d hits forth, %d back", len(forth), len(back))
		}
		if page := r.queue(grace, models.QueueFilter{View: models.ViewAll, Text: "ada apple"}); page.Capped || len(page.Rows) != 1 {
			r.Errorf("a rare word: capped %v, %d rows", page.Capped, len(page.Rows))
		}
		if page := r.queue(grace, models.QueueFilter{View: models.ViewAll, Text: "apple ad"}); len(page.Rows) != 0 {
			r.Errorf("two letters are taken for a beginning: %d rows", len(page.Rows))
		}
		if page := r.queue(grace, models.QueueFilter{View: models.ViewClosed, Text: "addre"}); !page.Capped || len(page.Rows) != 0 {
			r.Errorf("a filter that leaves none of the newest: capped %v, %d rows", page.Capped, len(page.Rows))
		}
	})
}

func TestNoSecretIsSearchable(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		const secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
		ticket := r.about("key", "Authorization: Bearer "+secret)
		_, err := r.Answer(r.Context(), scope(ticket), ticket.Reference, newForm(), reader.Clean("Authorization: Bearer "+secret))
		r.must(err)
		for _, text := range []string{secret, "4eC39HqLyjWDarjtT1zdp7dc", "4eC39"} {
			if got := r.finds(text); len(got) != 0 {
				r.Errorf("%q is found", text)
			}
		}
		if got := r.finds("bearer"); len(got) != 1 {
			r.Errorf("the words around it find %v", got)
		}
	})
}

func TestWhatIsFoundByIsBounded(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.about("start", strings.Repeat("filler ", 80)+"middle "+strings.Repeat("filler ", 100)+"finish")
		ticket := r.about("long", "")
		_, err := r.Answer(r.Context(), scope(ticket), ticket.Reference, newForm(), reader.Clean(strings.Repeat("ä", 60)+" near "+strings.Repeat("é ", 1500)+"far"))
		r.must(err)
		for text, want := range map[string]int{"start": 1, "middle": 1, "finish": 0, "near": 1, "far": 0, strings.Repeat("ä", 30): 1, strings.Repeat("ä", 60): 1} {
			if got := r.finds(text); len(got) != want {
				r.Errorf("%q finds %d, want %d", text, len(got), want)
			}
		}
	})
}

func TestATicketIsIdentifiedByEachOfItsIds(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		other := r.submit("ada@isp.example")
		ticket := r.submit("ada@isp.example")
		kin := r.submit("ada@isp.example")
		r.place(ticket, map[string]any{"order_id": "4711999"}) // all filings of the rig have the same
		r.must(r.Change(r.Context(), setIDs(other, "req-17", "conv-17", "42", "")))
		r.must(r.Change(r.Context(), setIDs(kin, "req-18", ticket.ConversationID, "", "")))
		for text, want := range map[string][]models.Ticket{
			ticket.Reference.Format("FC"): {ticket}, strings.ToLower(string(ticket.Reference)): {ticket}, "[" + ticket.RequestID + "]": {ticket},
			"X-Request-ID: " + strings.ToUpper(ticket.RequestID): {ticket}, "order id 4711999": {ticket}, `"uuid": "` + ticket.ErrorUUID + `"`: {ticket},
			strings.ToUpper(ticket.ConversationID): {kin, ticket}, "REQ-17": {other}, "conv-17": {other}, "42": {other}, "": nil, "coverage area": nil, "0": nil,
			"00000000-0000-4000-8000-000000000000": nil,
		} {
			got, err := r.Identified(r.Context(), grace, "FC", text)
			r.must(err)
			var refs, wanted []models.Reference
			for _, t := range got {
				refs = append(refs, t.Reference)
			}
			for _, t := range want {
				wanted = append(wanted, t.Reference)
			}
			if !slices.Equal(refs, wanted) {
				r.Errorf("%q names %v, want %v", text, refs, wanted)
			}
		}
	})
}

func TestARequestIDCantTakeAWordOutOfTheSearch(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		hijacker := r.about("mine", "")
		r.must(r.Change(r.Context(), setIDs(hijacker, "timeout", "c-9", "", "")))
		names := func(text string) int {
			r.Helper()
			got, err := r.Identified(r.Context(), grace, "FC", text)
			r.must(err)
			return len(got)
		}
		if n := names("timeout"); n != 1 {
			r.Errorf("while no ticket has the word, it names %d", n)
		}
		r.about("a timeout", "")
		if n := names("timeout"); n != 0 {
			r.Errorf("a word that another ticket has names %d", n)
		}
		if n := names("X-Request-ID: timeout"); n != 1 {
			r.Errorf("with its label it names %d", n)
		}
	})
}

func TestAtMostFiftyTicketsAreNamedTheNewestFirst(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submits(60)
		tickets := all[models.Ticket](r)
		for _, t := range tickets {
			r.must(r.Change(r.Context(), setIDs(t, fmt.Sprint("r-", t.Reference), someUUID, "", "")))
		}
		got, err := r.Identified(r.Context(), r.desk("Grace"), "FC", someUUID)
		r.must(err)
		if len(got) != models.MostKin || got[0].ID != tickets[59].ID || got[49].ID != tickets[10].ID {
			r.Errorf("%d tickets", len(got))
		}
	})
}
