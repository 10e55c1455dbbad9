package handlers

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/auth"
	"docket/models"
)

// letter takes the one letter that waits.
func (s *site) letter() models.Post {
	s.t.Helper()
	posts, err := s.store.TakeLetters(context.Background(), 1, time.Hour)
	if err != nil || len(posts) != 1 {
		s.t.Fatalf("%d letters, %v", len(posts), err)
	}
	return posts[0]
}

// mailed is the path of a letter's link.
func (s *site) mailed(t models.Ticket) string {
	return strings.TrimPrefix(s.pages.TicketLink(t), s.URL)
}

func TestTheReceiptIsForTheBrowserThatFiled(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	ref := b.file(paste())
	a := b.get("/tickets/" + ref.Format("FC"))
	if a.StatusCode != http.StatusOK || !strings.Contains(textOf(a.doc), ref.Format("FC")) {
		t.Fatalf("%d", a.StatusCode)
	}
	if a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a personal page may be cached: %q", a.Header.Get("Cache-Control"))
	}
	for _, other := range []string{strings.ToLower(ref.Format("FC")), string(ref)} {
		if a := b.get("/tickets/" + other); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/tickets/"+ref.Format("FC") {
			t.Errorf("%s answers %d %s", other, a.StatusCode, a.Header.Get("Location"))
		}
	}
}

var changing = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func TestUnknownForeignAndMalformedIdentifiersAnswerAlike(t *testing.T) {
	s := newSite(t)
	foreign := s.browser().file(paste())
	own := s.browser()
	mine := own.file(paste())
	epoch := mine.Format("FC") + "?key=" + s.pages.Keys.TicketKey(auth.Browser, string(foreign), 0)
	var first string
	for _, path := range []string{foreign.Format("FC"), "FC-0000-0000", "FC-0000-0001", "nonsense", epoch, foreign.Format("FC") + "?key=forged"} {
		a := own.get("/tickets/" + path)
		body := changing.ReplaceAllString(a.body, "")
		if first == "" {
			first = body
		}
		if a.StatusCode != http.StatusNotFound || body != first {
			t.Errorf("%s answers %d, another body: %v", path, a.StatusCode, body != first)
		}
	}
	for _, path := range []string{"/messages", "/confirm"} {
		a := own.post("/tickets/"+foreign.Format("FC")+path, url.Values{"body": {"hello"}})
		if a.StatusCode != http.StatusNotFound {
			t.Errorf("a stranger's post to %s answers %d", path, a.StatusCode)
		}
	}
}

func TestTheMailedKeyBecomesACookieAndLeavesTheAddress(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	reader := s.browser()
	a := reader.get(s.mailed(s.letter().Ticket))
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/tickets/"+ref.Format("FC") {
		t.Fatalf("%d %s", a.StatusCode, a.Header.Get("Location"))
	}
	cookie := a.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" {
		t.Errorf("cookie %v", cookie)
	}
	if a := reader.get("/tickets/" + ref.Format("FC")); a.StatusCode != http.StatusOK {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestOnlyAReaderOfTheMailboxConfirmsTheAddress(t *testing.T) {
	s := newSite(t)
	filer := s.browser()
	ref := filer.file(paste())
	if a := filer.post("/tickets/"+ref.Format("FC")+"/confirm", url.Values{}); a.StatusCode != http.StatusNotFound {
		t.Errorf("who filed confirmed it: %d", a.StatusCode)
	}
	reader := s.browser()
	reader.get(s.mailed(s.letter().Ticket))
	page := reader.get("/tickets/" + ref.Format("FC"))
	if len(all(page.doc, func(n *html.Node) bool { return strings.HasSuffix(attr(n, "action"), "/confirm") })) != 1 {
		t.Error("the page does not offer to confirm")
	}
	if a := reader.post("/tickets/"+ref.Format("FC")+"/confirm", url.Values{}); a.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", a.StatusCode)
	}
	page = reader.get("/tickets/" + ref.Format("FC"))
	if len(all(page.doc, func(n *html.Node) bool { return strings.HasSuffix(attr(n, "action"), "/confirm") })) != 0 {
		t.Error("the page still offers it")
	}
}

func TestAnAnswerAppearsOnceHoweverOftenItIsSent(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	ref := b.file(paste())
	path := "/tickets/" + ref.Format("FC")
	values := valuesOf(b.get(path).doc)
	values.Set("body", "It happens for <b>every</b> address.\nSecond line.")
	for range 3 {
		if a := b.post(path+"/messages", values); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), path+"#") {
			t.Fatalf("%d %s", a.StatusCode, a.Header.Get("Location"))
		}
	}
	page := b.get(path)
	if n := strings.Count(textOf(page.doc), "It happens for <b>every</b> address."); n != 1 {
		t.Errorf("shown %d times", n)
	}
}

func TestAnEmptyOrTooLongAnswerIsShownAgain(t *testing.T) {
	b := newSite(t).browser()
	path := "/tickets/" + b.file(paste()).Format("FC")
	for _, body := range []string{" ", strings.Repeat("long ", 5000)} {
		a := b.post(path+"/messages", url.Values{"form_id": {uuid.NewString()}, "body": {body}})
		if a.StatusCode != http.StatusUnprocessableEntity || strings.TrimSpace(valuesOf(a.doc).Get("body")) != strings.TrimSpace(body) || !describedAsWrong(a.doc, "body") {
			t.Errorf("%d, %d characters kept", a.StatusCode, len(valuesOf(a.doc).Get("body")))
		}
	}
}

func TestFindAnswersTheSameWhetherOrNotTheyMatch(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	s.letter()
	b := s.browser()
	bodies := map[string]bool{}
	for _, who := range []string{"anna@isp.example", "bert@isp.example"} {
		a := b.post("/find", url.Values{"reference": {ref.Format("FC")}, "email": {who}})
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%d", a.StatusCode)
		}
		bodies[strings.ReplaceAll(a.body, who, "")] = true
	}
	if len(bodies) != 1 {
		t.Error("the answers differ")
	}
	if got := s.letter(); got.Letter.Kind != models.LetterLink || got.Letter.To != "anna@isp.example" {
		t.Errorf("%s to %s", got.Letter.Kind, got.Letter.To)
	}
	if posts, err := s.store.TakeLetters(context.Background(), 1, time.Hour); err != nil || len(posts) != 0 {
		t.Errorf("a letter to somebody else: %v %v", posts, err)
	}
}

func TestFindSaysWhatIsMistyped(t *testing.T) {
	a := newSite(t).browser().post("/find", url.Values{"reference": {"FC-0000-0001"}, "email": {"anna"}})
	if a.StatusCode != http.StatusUnprocessableEntity || !describedAsWrong(a.doc, "reference") || !describedAsWrong(a.doc, "email") {
		t.Errorf("%d", a.StatusCode)
	}
	if v := valuesOf(a.doc); v.Get("reference") != "FC-0000-0001" || v.Get("email") != "anna" {
		t.Errorf("typed text is gone: %v", v)
	}
}

func TestNotMeChangesNothingUntilItsButtonIsPressed(t *testing.T) {
	s := newSite(t)
	filer := s.browser()
	ref := filer.file(paste())
	post := s.letter()
	path := strings.TrimPrefix(s.pages.NotMeLink(post.Letter), s.URL)
	scanner := s.browser()
	if a := scanner.get(path); a.StatusCode != http.StatusOK {
		t.Fatalf("%d", a.StatusCode)
	}
	if a := filer.get("/tickets/" + ref.Format("FC")); a.StatusCode != http.StatusOK {
		t.Fatalf("opening the link changed something: %d", a.StatusCode)
	}
	if a := scanner.post(path, url.Values{}); a.StatusCode != http.StatusOK {
		t.Fatalf("%d", a.StatusCode)
	}
	if a := filer.get("/tickets/" + ref.Format("FC")); a.StatusCode != http.StatusNotFound {
		t.Errorf("the keys still open: %d", a.StatusCode)
	}
	again := scanner.post(path, url.Values{"undo": {"1"}})
	if blocked, err := s.store.Blocked(context.Background(), post.Letter.ID); again.StatusCode != http.StatusOK || blocked || err != nil {
		t.Errorf("taken back: %d, blocked %v %v", again.StatusCode, blocked, err)
	}
	if a := scanner.get(path[:len(path)-1] + "x"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a forged link answers %d", a.StatusCode)
	}
}

func TestAFormThatComesAgainDoesNotBringRevokedKeysBack(t *testing.T) {
	s := newSite(t)
	filer, values := s.browser(), paste()
	ref := filer.file(values)
	if err := s.store.Block(t.Context(), s.letter().Letter.ID); err != nil {
		t.Fatal(err)
	}
	if again := filer.file(values); again != ref {
		t.Fatalf("filed %s and then %s", ref, again)
	}
	if a := filer.get("/tickets/" + ref.Format("FC")); a.StatusCode != http.StatusNotFound {
		t.Errorf("the ticket opens again: %d", a.StatusCode)
	}
}

func TestAnOldLinkDoesNotTakeAwayWhatANewerOneGave(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	post := s.letter()
	if err := s.store.Block(t.Context(), post.Letter.ID); err != nil {
		t.Fatal(err)
	}
	fresh := post.Ticket
	fresh.KeyEpoch++
	reader := s.browser()
	reader.get(s.mailed(fresh))
	reader.get(s.mailed(post.Ticket))
	if a := reader.get("/tickets/" + ref.Format("FC")); a.StatusCode != http.StatusOK {
		t.Errorf("after the old link: %d", a.StatusCode)
	}
}

func TestAnAnswerIsKeptAlsoWhenTheTicketCanNotBeRead(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	path := "/tickets/" + b.file(paste()).Format("FC")
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	a := b.post(path+"/messages", url.Values{"form_id": {uuid.NewString()}, "body": {"kept, with password: hunter2hunter2"}})
	if got := valuesOf(a.doc).Get("body"); a.StatusCode != http.StatusServiceUnavailable || !strings.HasPrefix(got, "kept, with password: [redacted:") {
		t.Errorf("%d, %q", a.StatusCode, got)
	}
}
