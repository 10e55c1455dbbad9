package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/models"
)

// wordsOf is everything that a page says.
func wordsOf(a answer) string {
	if a.doc == nil {
		return ""
	}
	return strings.Join(strings.Fields(textOf(a.doc)), " ")
}

// formTo returns what a page's form to a path holds, unanswered controls too.
func (a answer) formTo(path string) url.Values {
	values := url.Values{}
	for _, form := range all(a.doc, func(n *html.Node) bool { return n.Data == "form" && strings.HasSuffix(attr(n, "action"), path) }) {
		for _, n := range all(form, func(n *html.Node) bool { return attr(n, "name") != "" }) {
			switch n.Data {
			case "input":
				values.Set(attr(n, "name"), attr(n, "value"))
			case "textarea":
				values.Set(attr(n, "name"), strings.TrimPrefix(textOf(n), "\n"))
			case "select":
				values.Set(attr(n, "name"), chosen(n))
			}
		}
	}
	return values
}

func chosen(list *html.Node) (value string) {
	options := all(list, func(n *html.Node) bool { return n.Data == "option" })
	for i, n := range options {
		if i == 0 || has(n, "selected") {
			value = attr(n, "value")
		}
	}
	return value
}

// desk is a ticket’s page of staff, and its forms.
type desk struct {
	*browser
	path string
}

func (b *browser) at(ref models.Reference) desk {
	return desk{b, "/admin/tickets/" + ref.Format("FC")}
}

func (d desk) show() answer {
	d.t.Helper()
	a := d.get(d.path)
	a.wantStatus(d.t, http.StatusOK)
	return a
}

// wantShown asserts that the answer to a form leads to where the page shows what it has left.
func (d desk) wantShown(a answer, done, text string) {
	d.t.Helper()
	address, place, _ := strings.Cut(a.Header.Get("Location"), "#")
	if a.StatusCode != http.StatusSeeOther || address != d.path+"?done="+done {
		a.wantSentTo(d.t, d.path+"?done="+done)
	}
	shown := all(d.get(address).doc, func(n *html.Node) bool { return attr(n, "id") == place })
	if len(shown) != 1 || !strings.Contains(textOf(shown[0]), text) {
		d.t.Errorf("%q is not at #%s", text, place)
	}
}

// send posts one of the page's forms as it stands, with some answers changed.
func (d desk) send(page answer, form string, answers url.Values) answer {
	d.t.Helper()
	values := page.formTo("/" + form)
	for name, value := range answers {
		values[name] = value
	}
	return d.post(d.path+"/"+form, values)
}

func TestAReplyAndANoteStandOnThePageAndOnlyTheReplyOnTheRequesters(t *testing.T) {
	s := newSite(t)
	filer := s.browser()
	ref := filer.file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	page := staff.show()
	staff.wantShown(staff.send(page, "notes", url.Values{"body": {"The supplier is down."}}), "note", "The supplier is down.")
	staff.wantShown(staff.send(page, "reply", url.Values{"body": {"Please try again."}}), "reply", "Please try again.")
	if words := wordsOf(staff.show()); !strings.Contains(words, "The supplier is down.") || !strings.Contains(words, "Please try again.") {
		t.Errorf("the page of staff lacks a text: %s", words)
	}
	theirs := wordsOf(filer.get("/tickets/" + ref.Format("FC")))
	if !strings.Contains(theirs, "Please try again.") || strings.Contains(theirs, "The supplier is down.") {
		t.Errorf("the requester's page says: %s", theirs)
	}
}

func TestAFormSentTwiceIsOneMessageAndOneNote(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	page := staff.show()
	for _, form := range []string{"reply", "notes"} {
		for range 2 {
			staff.wantShown(staff.send(page, form, url.Values{"body": {"Once for " + form}}), strings.TrimSuffix(form, "s"), "Once for "+form)
		}
		if n := strings.Count(wordsOf(staff.show()), "Once for "+form); n != 1 {
			t.Errorf("%s stands there %d times", form, n)
		}
	}
}

func TestWhoComesSecondIsToldAndLosesNothing(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	first, second := s.member(models.RoleAgent).at(ref), s.member(models.RoleAgent).at(ref)
	before, late := first.show(), second.show()
	first.send(before, "state", url.Values{"state": {"waiting_supplier"}}).wantSentTo(t, first.path+"?done=state")
	refused := second.send(late, "reply", url.Values{"body": {"My long answer"}, "then": {"resolved"}})
	refused.wantStatus(t, http.StatusConflict)
	kept := refused.formTo("/reply")
	if kept.Get("body") != "My long answer" || kept.Get("then") != "resolved" {
		t.Errorf("the form holds %v", kept)
	}
	if kept.Get("seen") == late.formTo("/reply").Get("seen") {
		t.Error("the form would be refused again for the same change")
	}
	second.wantShown(second.post(second.path+"/reply", kept), "reply", "My long answer")
	for _, form := range []string{"state", "assignee", "priority"} {
		answers := url.Values{"state": {"closed"}, "assignee": {"me"}, "priority": {"1"}, "reason": {"All of Leeds"}}
		first.send(before, form, answers).wantStatus(t, http.StatusConflict)
	}
}

func TestARefusedChoiceStaysChosen(t *testing.T) {
	s := newSite(t)
	ref, joe := s.browser().file(paste()), s.hire("joe@fibre.example", models.RoleAgent)
	reader := s.hire("grace@fibre.example", models.RoleAgent)
	staff, other := s.seat(reader).at(ref), s.member(models.RoleAgent).at(ref)
	other.send(other.show(), "priority", url.Values{"priority": {"1"}, "reason": {"All of Leeds"}}).wantSentTo(t, other.path+"?done=priority")
	first := staff.show()
	other.wantShown(other.send(other.show(), "notes", url.Values{"body": {"In between"}}), "note", "In between")
	for _, tt := range []struct{ form, name, sent, want string }{
		{"state", "state", "closed", "closed"}, {"state", "state", "waiting_supplier", "waiting_supplier"},
		{"assignee", "assignee", joe.ID.String(), joe.ID.String()}, {"assignee", "assignee", "me", reader.ID.String()},
		{"assignee", "assignee", uuid.NewString(), ""}, {"state", "state", "nonsense", "new"},
		{"priority", "priority", "0", "0"}, {"priority", "priority", "2", "2"},
	} {
		answers := url.Values{tt.name: {tt.sent}, "reason": {"because"}}
		changed := staff.send(first, tt.form, answers)
		changed.wantStatus(t, http.StatusConflict)
		if got := changed.formTo("/" + tt.form).Get(tt.name); got != tt.want {
			t.Errorf("%s %s, somebody was first: the form says %q, want %q", tt.form, tt.sent, got, tt.want)
		}
		page := staff.show()
		s.faults.Store("BEGIN")
		full := staff.send(page, tt.form, answers)
		s.faults.Store("nothing")
		if got := full.formTo("/" + tt.form).Get(tt.name); full.StatusCode != http.StatusInsufficientStorage && tt.want == tt.sent || got != tt.want {
			t.Errorf("%s %s, no room: %d, the form says %q, want %q", tt.form, tt.sent, full.StatusCode, got, tt.want)
		}
	}
}

func TestMistakesOnATicketsPageAreSaidBesideTheirFieldAndKeepTheText(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	page := staff.show()
	long := strings.Repeat("a", longestMessage+1)
	for _, tt := range []struct {
		form    string
		answers url.Values
		text    string
	}{
		{"reply", url.Values{"body": {" "}}, ""},
		{"reply", url.Values{"body": {long}}, long},
		{"notes", url.Values{"body": {long}}, long},
		{"reply", url.Values{"body": {long}, "keep": {"1"}}, long},
		{"priority", url.Values{"priority": {"1"}, "reason": {""}}, ""},
		{"priority", url.Values{"priority": {"9"}, "reason": {"because"}}, ""},
		{"priority", url.Values{"priority": {"1"}, "reason": {strings.Repeat("b", longestReason+1)}}, ""},
		{"assignee", url.Values{"assignee": {"nobody I know"}}, ""},
	} {
		a := staff.send(page, tt.form, tt.answers)
		a.wantStatus(t, http.StatusUnprocessableEntity)
		if problemsOf(a.doc) == "" {
			t.Errorf("%s: no problem is said", tt.form)
		}
		if got := a.formTo("/" + tt.form).Get("body"); got != tt.text && strings.TrimSpace(got) != "" {
			t.Errorf("%s: the box holds %d characters", tt.form, len(got))
		}
	}
}

func TestADraftIsItsWritersAloneAndGoesWhenItIsSent(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	mine, other := s.member(models.RoleAgent).at(ref), s.member(models.RoleAgent).at(ref)
	mine.post(mine.path+"/drafts", url.Values{"kind": {"reply"}, "body": {"Half a sent"}}).wantStatus(t, http.StatusNoContent)
	mine.send(mine.show(), "notes", url.Values{"body": {"Half a note"}, "keep": {"1"}}).wantSentTo(t, mine.path+"?done=draft#note")
	page := mine.show()
	if got := page.formTo("/reply").Get("body"); got != "Half a sent" {
		t.Errorf("the reply's box holds %q", got)
	}
	if got := page.formTo("/notes").Get("body"); got != "Half a note" {
		t.Errorf("the note's box holds %q", got)
	}
	if got := other.show().formTo("/reply").Get("body"); got != "" {
		t.Errorf("somebody else sees %q", got)
	}
	mine.wantShown(mine.send(page, "reply", url.Values{"body": {"A whole sentence."}}), "reply", "A whole sentence.")
	if got := mine.show().formTo("/reply").Get("body"); got != "" {
		t.Errorf("after sending the box holds %q", got)
	}
	mine.post(mine.path+"/drafts", url.Values{"kind": {"letter"}, "body": {"?"}}).wantStatus(t, http.StatusBadRequest)
}

func TestWhatStandsBesideAFormIsKeptWhenTheFormIsSent(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	staff.send(staff.show(), "assignee", url.Values{"assignee": {"me"}, "draft_reply": {"Not sent yet"}}).wantSentTo(t, staff.path+"?done=assignee")
	if got := staff.show().formTo("/reply").Get("body"); got != "Not sent yet" {
		t.Errorf("the box holds %q", got)
	}
}

func TestTextsOfStaffAreRedactedBeforeTheyAreKeptOrShown(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	const token = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
	page := staff.show()
	for form, answers := range map[string]url.Values{
		"reply": {"body": {"Use " + token}}, "notes": {"body": {"Their key is " + token}},
		"drafts": {"kind": {"reply"}, "body": {token}}, "priority": {"priority": {"1"}, "reason": {token}},
	} {
		staff.send(page, form, answers)
	}
	if strings.Contains(staff.show().body, token) {
		t.Error("a secret is on the page")
	}
	refused := staff.send(page, "reply", url.Values{"body": {token + strings.Repeat(" a", longestMessage)}})
	if strings.Contains(refused.body, token) {
		t.Error("a secret is on the page of a refused form")
	}
}

func TestATicketThatDoesNotExistIsNotFoundForStaffToo(t *testing.T) {
	s := newSite(t)
	staff := s.member(models.RoleAdmin)
	for _, path := range []string{"/admin/tickets/FC-0000-0000", "/admin/tickets/nonsense", "/admin/letters/" + uuid.NewString(), "/admin/letters/x"} {
		staff.get(path).wantStatus(t, http.StatusNotFound)
	}
}

func TestReadingEvidenceIsOnRecordOncePerPersonAndHour(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent)
	for range 3 {
		staff.at(ref).show()
	}
	filed, _, latest, err := s.store.News(t.Context(), models.DeskOf(s.hire("x@fibre.example", models.RoleAgent)), models.Mark{})
	if err != nil || filed != 1 {
		t.Fatalf("%d filed, %v", filed, err)
	}
	staff.at(ref).show()
	_, _, again, err := s.store.News(t.Context(), models.DeskOf(s.hire("y@fibre.example", models.RoleAgent)), models.Mark{})
	if err != nil || again.Latest != latest.Latest {
		t.Errorf("reading again within the hour is event %v after %v: %v", again, latest, err)
	}
}

func TestTheQueueKeepsItsFilterInTheAddressAndForgivesAnOldOne(t *testing.T) {
	s := newSite(t)
	s.browser().file(paste())
	staff := s.member(models.RoleAgent)
	for query, rows := range map[string]int{
		"": 1, "?view=new": 1, "?view=open": 0, "?view=all&environment=CVT": 1, "?environment=PRODUCTION": 0,
		"?tenant=TENANT_1": 1, "?tenant=TENANT_9": 0, "?supplier=SUPPLIER_2": 1, "?assignee=me": 0, "?assignee=none": 1,
		"?view=nonsense&environment=x&priority=17&assignee=z&after=%00&before=zz": 1, "?q=coverage": 1, "?q=nowhere": 0,
		"?q=" + url.QueryEscape(strings.Repeat("ä", 5000)): 0,
	} {
		a := staff.get("/admin" + query)
		a.wantStatus(t, http.StatusOK)
		links := all(a.doc, func(n *html.Node) bool {
			return n.Data == "a" && strings.HasPrefix(attr(n, "href"), "/admin/tickets/")
		})
		if len(links) != rows {
			t.Errorf("%q shows %d tickets, want %d", query, len(links), rows)
		}
	}
}

func TestAnIdentifierInTheSearchOpensItsTicketAtOnce(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent)
	for _, text := range []string{
		ref.Format("FC"), strings.ToLower(ref.Format("FC")), "[" + ref.Format("FC") + "]", " c878520d-6ffc-4d63-a367-95a8f94d70dc ",
		"C878520D-6FFC-4D63-A367-95A8F94D70DC", "(5b6df604-483e-400e-bfc2-e8e831b6c6b8)", "d48e1fee-095a-478e-b453-858c76254d49",
	} {
		staff.get("/admin?q="+url.QueryEscape(text)).wantSentTo(t, "/admin/tickets/"+ref.Format("FC"))
	}
}

func TestASecretTypedIntoTheSearchIsNeitherShownNorKeptInTheAddress(t *testing.T) {
	s := newSite(t)
	staff, stranger := s.member(models.RoleAgent), s.browser()
	jwt := "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.dBjftJeZ4CVP_mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	for secret, typed := range map[string]string{
		"abcdefghijklmnopqrstuvwxyz012345": "Authorization: Bearer abcdefghijklmnopqrstuvwxyz012345",
		"dBjftJeZ4CVP_mB92K27uhbUJU1p1r":   jwt,
		"0123456789abcdef":                 "Authorization: Bearer " + strings.Repeat("0123456789abcdef", 20), // longer than a search takes
	} {
		for _, name := range []string{"q", "tenant", "supplier"} {
			address := "/admin?view=new&" + name + "=" + url.QueryEscape(typed)
			a := staff.get(address)
			to := a.Header.Get("Location")
			if a.StatusCode != http.StatusSeeOther || strings.Contains(to, secret) || !strings.HasPrefix(to, "/admin?") || !strings.Contains(to, "view=new") {
				t.Fatalf("%s=%s is answered %d to %q", name, typed, a.StatusCode, to)
			}
			shown := staff.get(to)
			shown.wantStatus(t, http.StatusOK)
			door := stranger.get(address)
			page := stranger.get(door.Header.Get("Location"))
			if next := valuesOf(page.doc).Get("next"); !strings.HasPrefix(next, "/admin?") || !strings.Contains(next, "redacted") {
				t.Errorf("the way on from the sign-in is %q", next)
			}
			between := stranger.get(address, func(r *http.Request) {
				r.Header.Set("Sec-Fetch-Site", "cross-site")
				r.Header.Set("Sec-Fetch-Mode", "navigate")
			})
			for where, text := range map[string]string{
				"the queue": shown.body, "the way to sign in": door.Header.Get("Location"), "the page to sign in": page.body, "the page between": between.body, "the log": s.logged.String(),
			} {
				if strings.Contains(text, secret) {
					t.Errorf("%s=%s: %s holds it", name, typed, where)
				}
			}
		}
	}
	for _, harmless := range []string{"c878520d-6ffc-4d63-a367-95a8f94d70dc", "coverage area", "the bearer of this letter", "4711"} {
		staff.get("/admin?q="+url.QueryEscape(harmless)).wantStatus(t, http.StatusOK)
	}
}

func TestNewsCountsWhatCameInAndKeepsNoSessionAlive(t *testing.T) {
	s := newSite(t)
	s.browser().file(paste())
	staff := s.member(models.RoleAgent)
	first := staff.get("/admin/news?since=0")
	first.wantStatus(t, http.StatusOK)
	if !strings.Contains(first.body, `"filed":1`) {
		t.Errorf("news: %s", first.body)
	}
	staff.get("/admin/news?since=yesterday").wantStatus(t, http.StatusBadRequest)
	for range 4 {
		s.now.advance(idleEnd / 3)
		staff.get("/admin/news?since=0")
	}
	if staff.signedIn() {
		t.Error("asking for news has kept the session alive")
	}
}

func TestOnlyOwnStaffIsAssignedAndTheQueueShowsWho(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	joe := s.hire("joe@fibre.example", models.RoleAgent)
	staff := s.member(models.RoleAgent).at(ref)
	staff.send(staff.show(), "assignee", url.Values{"assignee": {joe.ID.String()}}).wantSentTo(t, staff.path+"?done=assignee")
	if words := wordsOf(staff.get("/admin")); !strings.Contains(words, "Joe") {
		t.Errorf("the queue does not name the assignee: %s", words)
	}
	unknown := staff.send(staff.show(), "assignee", url.Values{"assignee": {uuid.NewString()}})
	if unknown.StatusCode != http.StatusNotFound && unknown.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an unknown assignee is answered %d", unknown.StatusCode)
	}
}

func TestPriorityIsOverriddenWithAReasonAndGoesBack(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	for i, tt := range []struct{ priority, reason string }{{"1", "All of Leeds"}, {"0", ""}} {
		staff.send(staff.show(), "priority", url.Values{"priority": {tt.priority}, "reason": {tt.reason}}).wantSentTo(t, staff.path+"?done=priority")
		words := wordsOf(staff.show())
		if i == 0 && (!strings.Contains(words, "All of Leeds") || !strings.Contains(words, "P1")) {
			t.Errorf("the page does not tell the reason: %s", words)
		}
	}
}

func TestSeenIsANumberOrEverythingIsNews(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff, other := s.member(models.RoleAgent).at(ref), s.member(models.RoleAgent).at(ref)
	other.wantShown(other.send(other.show(), "notes", url.Values{"body": {"A note"}}), "note", "A note")
	for _, seen := range []string{"", "x", strconv.Itoa(-1)} {
		staff.post(staff.path+"/state", url.Values{"seen": {seen}, "state": {"closed"}}).wantStatus(t, http.StatusConflict)
	}
}

func TestReadingByARefusedFormIsOnRecordToo(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	staff.post(staff.path+"/priority", url.Values{"priority": {"9"}}).wantStatus(t, http.StatusUnprocessableEntity)
	c, err := s.store.Case(t.Context(), models.DeskOf(s.hire("x@fibre.example", models.RoleAgent)), ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Entries {
		if e.Event != nil && e.Event.Kind == "read" {
			return
		}
	}
	t.Error("the page was shown and nothing says so")
}

func TestAFormSentAgainWithAnotherTextIsToldAndGetsAFormOfItsOwn(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	page := staff.show()
	for _, form := range []string{"reply", "notes"} {
		staff.wantShown(staff.send(page, form, url.Values{"body": {"One"}}), strings.TrimSuffix(form, "s"), "One")
		refused := staff.send(page, form, url.Values{"body": {"Another"}})
		refused.wantStatus(t, http.StatusConflict)
		again := refused.formTo("/" + form)
		if again.Get("body") != "Another" {
			t.Errorf("%s: the box holds %q", form, again.Get("body"))
		}
		staff.wantShown(staff.post(staff.path+"/"+form, again), strings.TrimSuffix(form, "s"), "Another")
	}
}

func TestWhatStandsBesideARefusedFormStaysOnThePage(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	staff := s.member(models.RoleAgent).at(ref)
	page := staff.show()
	refused := staff.send(page, "priority", url.Values{"priority": {"1"}, "reason": {""}, "draft_reply": {"Half a reply"}, "draft_note": {"Half a note"}})
	refused.wantStatus(t, http.StatusUnprocessableEntity)
	if reply, note := refused.formTo("/reply").Get("body"), refused.formTo("/notes").Get("body"); reply != "Half a reply" || note != "Half a note" {
		t.Errorf("the boxes hold %q and %q", reply, note)
	}
}

func TestARightPasswordDoesNotForgiveItsNetworkOtherTries(t *testing.T) {
	s := newSite(t, func(o *Options) { o.RateLimit = true })
	s.hire("grace@fibre.example", models.RoleAgent)
	limited := false
	for i := range 40 {
		if s.browser().signIn("stranger"+strconv.Itoa(i)+"@fibre.example", "a wrong password").StatusCode == http.StatusTooManyRequests {
			limited = true
			break
		}
		if i%10 == 9 {
			s.browser().signIn("grace@fibre.example", goodPassword)
		}
	}
	if !limited {
		t.Error("forty addresses were tried with one right password in between")
	}
}
