package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"docket/models"
)

// drafts are what an account has written on a ticket and not sent.
func (s *site) drafts(account models.Account, ref models.Reference) []models.Draft {
	s.t.Helper()
	c, err := s.store.Case(s.t.Context(), models.DeskOf(account), ref)
	if err != nil {
		s.t.Fatal(err)
	}
	return c.Drafts
}

// secretLine is a line that must not be kept as it is.
const secretLine = "line one\nAuthorization: Bearer abcdefghijklmnopqrstuvwxyz012345\nline three"

// textsOf are an account's drafts on a ticket, by what they are going to be.
func (s *site) textsOf(account models.Account, ref models.Reference) map[models.DraftKind]string {
	s.t.Helper()
	texts := map[models.DraftKind]string{}
	for _, d := range s.drafts(account, ref) {
		texts[d.Kind] = d.Body.String()
	}
	return texts
}

// wantKept asserts the page that asks to sign in, and that it does not show what was written.
func (a answer) wantKept(t *testing.T) {
	t.Helper()
	a.wantStatus(t, http.StatusUnauthorized)
	if words := wordsOf(a); !strings.Contains(words, "What was written is safe") || strings.Contains(words, "line three") || strings.Contains(a.body, "line three") {
		t.Fatalf("the page says %s", words)
	}
}

func TestWhatWasWrittenWhenASessionEndedIsItsWritersDraft(t *testing.T) {
	for form, kind := range map[string]models.DraftKind{"reply": models.DraftReply, "notes": models.DraftNote} {
		s := newSite(t)
		ref, account := s.browser().file(paste()), s.hire("anna@fibrecafe.example", models.RoleAgent)
		d := s.seat(account).at(ref)
		page := d.show()
		s.now.advance(idleEnd)
		refused := d.send(page, form, url.Values{"body": {secretLine}})
		refused.wantKept(t)
		text := s.textsOf(account, ref)[kind]
		if strings.Contains(text, "abcdefghijklmnop") || !strings.Contains(text, "line three") {
			t.Errorf("%s: kept %q", kind, text)
		}
		values := valuesOf(refused.doc)
		values.Set("email", account.Email)
		values.Set("password", goodPassword)
		d.post(signInPath, values).wantSentTo(t, d.path)
		if box := d.show().formTo("/" + form).Get("body"); box != text {
			t.Errorf("%s: the box holds %q", kind, box)
		}
	}
}

func TestWhatWasWrittenWhenASessionEndedIsNobodyElses(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	anna, bert := s.hire("anna@fibrecafe.example", models.RoleAgent), s.hire("bert@fibrecafe.example", models.RoleAdmin)
	d := s.seat(anna).at(ref)
	page := d.show()
	s.now.advance(idleEnd)
	refused := d.send(page, "reply", url.Values{"body": {secretLine}, "draft_note": {"line three of a note"}})
	refused.wantKept(t)
	values := valuesOf(refused.doc)
	values.Set("email", bert.Email)
	values.Set("password", goodPassword)
	d.post(signInPath, values).wantSentTo(t, d.path)
	if shown := d.show(); strings.Contains(shown.body, "line three") || len(s.drafts(bert, ref)) != 0 {
		t.Errorf("Bert sees it: %v", s.drafts(bert, ref))
	}
	if texts := s.textsOf(anna, ref); len(texts) != 2 || texts[models.DraftNote] != "line three of a note" {
		t.Errorf("Anna has %q", texts)
	}
}

func TestASignInMakesNoDraftOfWhatItIsSent(t *testing.T) {
	s := newSite(t)
	ref, account := s.browser().file(paste()), s.hire("anna@fibrecafe.example", models.RoleAgent)
	s.browser().signIn(account.Email, goodPassword, url.Values{
		"kept_reference": {ref.Format("FC")}, "kept_kind": {"reply"}, "kept_body": {"planted"},
	}).wantSentTo(t, "/admin")
	if drafts := s.drafts(account, ref); len(drafts) != 0 {
		t.Errorf("drafts %v", drafts)
	}
}

func TestATextThatNobodyCanBeToldToHaveWrittenIsOnThePageToBeCopied(t *testing.T) {
	s := newSite(t)
	ref, account := s.browser().file(paste()), s.hire("anna@fibrecafe.example", models.RoleAgent)
	d := s.seat(account).at(ref)
	own := d.show().formTo("/reply").Get("writer")
	s.now.advance(idleEnd)
	for name, writer := range map[string]string{"none": "", "forged": "a.b.c", "of another ticket": s.pages.Keys.WriterKey(account.ID.String(), "0000000", s.now.Now())} {
		a := d.post(d.path+"/reply", url.Values{"body": {secretLine}, "draft_note": {"beside"}, "writer": {writer}})
		a.wantStatus(t, http.StatusUnauthorized)
		words := wordsOf(a)
		if !strings.Contains(words, "is not kept: copy it") || !strings.Contains(words, "line three") || !strings.Contains(words, "beside") || strings.Contains(a.body, "abcdefghijklmnop") {
			t.Errorf("%s: the page says %s", name, words)
		}
	}
	s.now.advance(writerLasts)
	a := d.post(d.path+"/reply", url.Values{"body": {secretLine}, "writer": {own}})
	if a.wantStatus(t, http.StatusUnauthorized); !strings.Contains(wordsOf(a), "is not kept: copy it") {
		t.Errorf("a page of last week: %s", wordsOf(a))
	}
	if drafts := s.drafts(account, ref); len(drafts) != 0 {
		t.Errorf("drafts %v", drafts)
	}
}

func TestATextThatCantBeKeptJustNowIsOnThePageAndKeptLater(t *testing.T) {
	for _, fault := range []string{"BEGIN", "drafts"} {
		s := newSite(t)
		ref, account := s.browser().file(paste()), s.hire("anna@fibrecafe.example", models.RoleAgent)
		d := s.seat(account).at(ref)
		page := d.show()
		s.now.advance(idleEnd)
		s.faults.Store(fault)
		a := d.send(page, "reply", url.Values{"body": {secretLine}})
		a.wantStatus(t, http.StatusInsufficientStorage)
		if words := wordsOf(a); !strings.Contains(words, "line three") || !strings.Contains(words, "just now") || a.Header.Get("Retry-After") == "" {
			t.Errorf("%s: the page says %s", fault, words)
		}
		s.faults.Store("nothing")
		d.send(page, "reply", url.Values{"body": {secretLine}}).wantKept(t)
	}
}

func TestWhatALateSenderLeavesIsBounded(t *testing.T) {
	s := newSite(t, limited)
	ref, account := s.browser().file(paste()), s.hire("anna@fibrecafe.example", models.RoleAgent)
	d := s.seat(account).at(ref)
	page := d.show()
	s.now.advance(idleEnd)
	for i := range 100 {
		a := d.send(page, "reply", url.Values{"body": {strings.Repeat("x", i+1) + strings.Repeat(" word", 3000)}})
		if !strings.Contains(wordsOf(a), "What was written is safe") {
			if !strings.Contains(wordsOf(a), "is not kept: copy it") || len(s.textsOf(account, ref)[models.DraftReply]) > 100_000 {
				t.Errorf("%s", wordsOf(a)[:300])
			}
			return
		}
	}
	t.Error("there is no end to it")
}

func TestASessionThatHasEndedDoesNothing(t *testing.T) {
	s := newSite(t)
	ref, account := s.browser().file(paste()), s.hire("anna@fibrecafe.example", models.RoleAgent)
	d := s.seat(account).at(ref)
	s.now.advance(idleEnd)
	for _, form := range []string{"reply", "notes", "drafts", "state"} {
		d.post(d.path+"/"+form, url.Values{"body": {"x"}, "kind": {"reply"}, "draft_reply": {"y"}, "state": {"closed"}}).wantStatus(t, http.StatusUnauthorized)
	}
	if drafts := s.drafts(account, ref); len(drafts) != 0 {
		t.Errorf("drafts %v", drafts)
	}
}

func TestNobodySendsWhatAnotherAccountHasWrittenInTheSameBrowser(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	anna, bert := s.hire("anna@fibrecafe.example", models.RoleAgent), s.hire("bert@fibrecafe.example", models.RoleAgent)
	d := s.seat(anna).at(ref)
	page := d.show() // still open in another tab
	d.signIn(bert.Email, goodPassword).wantSentTo(t, "/admin")
	for _, form := range []string{"reply", "notes", "state", "priority", "assignee"} {
		a := d.send(page, form, url.Values{"body": {"Anna's words"}, "state": {"closed"}, "reason": {"x"}})
		if a.wantStatus(t, http.StatusConflict); strings.Contains(wordsOf(a), "Anna's words") {
			t.Errorf("%s: the page shows them", form)
		}
	}
	values := page.formTo("/reply")
	d.post(d.path+"/drafts", url.Values{"kind": {"reply"}, "body": {"Anna's wor"}, "writer": values["writer"]}).wantStatus(t, http.StatusUnauthorized)
	if texts := s.textsOf(anna, ref); texts[models.DraftReply] != "Anna's words" || texts[models.DraftNote] != "Anna's words" {
		t.Errorf("Anna has %q", texts)
	}
	c, err := s.store.Case(t.Context(), models.DeskOf(bert), ref)
	if err != nil || len(c.Drafts) != 0 || c.Ticket.State != models.New {
		t.Errorf("Bert has %v, the ticket is %s: %v", c.Drafts, c.Ticket.State, err)
	}
	s.now.advance(writerLasts)
	d.signIn(bert.Email, goodPassword).wantSentTo(t, "/admin")
	d.send(page, "reply", url.Values{"body": {"Anna's words"}}).wantStatus(t, http.StatusConflict)
	own := d.show()
	d.wantShown(d.send(own, "reply", url.Values{"body": {"Bert's words"}}), "reply", "Bert's words")
}

func TestAPageOfLastWeekStillWorksWhileItsReaderIsSignedIn(t *testing.T) {
	s := newSite(t)
	ref, account := s.browser().file(paste()), s.hire("anna@fibrecafe.example", models.RoleAgent)
	page := s.seat(account).at(ref).show()
	s.now.advance(writerLasts + time.Hour)
	d := s.seat(account).at(ref)
	d.wantShown(d.send(page, "reply", url.Values{"body": {"late"}}), "reply", "late")
}
