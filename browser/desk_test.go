package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The ids of the sample call, as people type them.
var sampleIDs = map[string]string{
	"request id":                    "c878520d-6ffc-4d63-a367-95a8f94d70dc",
	"request id in capitals":        "C878520D-6FFC-4D63-A367-95A8F94D70DC",
	"request id in brackets":        " [c878520d-6ffc-4d63-a367-95a8f94d70dc] ",
	"request id with its label":     "X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc",
	"conversation id":               "5b6df604-483e-400e-bfc2-e8e831b6c6b8",
	"error uuid":                    "d48e1fee-095a-478e-b453-858c76254d49",
	"error uuid in capitals":        "D48E1FEE-095A-478E-B453-858C76254D49",
	"error uuid in quotation marks": `"d48e1fee-095a-478e-b453-858c76254d49"`,
}

func TestATicketIsFoundByEachOfItsIdsInAnySpelling(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hire("grace@fibre.example", "agent")
	ref := p.open().file(block)
	other := p.open()
	other.evidence(otherCall)
	other.into("order_id", "00123456789")
	other.into("email", address)
	other.choose("impact", "one_order")
	other.press("File this ticket")
	withOrder := other.receipt()
	g := p.desk("grace@fibre.example")
	for name, text := range sampleIDs {
		g.visit("/admin")
		g.seek(text)
		if at := g.at("/admin/tickets/"); at != "/admin/tickets/"+ref {
			t.Errorf("%s: at %s, want %s", name, at, ref)
		}
	}
	spoken := strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(ref, "-", " "), "0", "O"))
	for text, want := range map[string]string{ref: ref, spoken: ref, "(" + ref + ")": ref, "00123456789": withOrder, "order id 00123456789": withOrder} {
		g.visit("/admin")
		g.seek(text)
		if at := g.at("/admin/tickets/"); at != "/admin/tickets/"+want {
			t.Errorf("%q: at %s, want %s", text, at, want)
		}
	}
	g.visit("/admin")
	g.seek("coverage area")
	g.until(`document.querySelectorAll('main a[href^="/admin/tickets/"]').length > 0`)
}

// otherCall is a call of another journey that shares nothing with block.
var otherCall = strings.NewReplacer("c878520d-6ffc-4d63-a367-95a8f94d70dc", "0b0b3c2a-17d5-4a55-9a4e-2f6d1c9d8e11",
	"5b6df604-483e-400e-bfc2-e8e831b6c6b8", "77a1d9c4-4f0a-4a43-8f0e-1f0f4c1d2b3a",
	"d48e1fee-095a-478e-b453-858c76254d49", "1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b").Replace(block)

// TestTheWholeStory walks a ticket from filing to its end, as both sides and as the mails tell it.
func TestTheWholeStory(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]struct {
		scripts bool
		width   int64
	}{"with JavaScript at a desk": {true, 1280}, "without JavaScript": {false, 1280}, "on a phone": {true, 390}} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			p.hire("grace@fibre.example", "agent")
			filer := p.open()
			ref := filer.file(p.transcript("curl-v-http1-appts-422.txt"))
			g := p.open()
			g.scripts(with.scripts)
			g.size(with.width, 844)
			g.signIn("grace@fibre.example")
			g.press(g.summaryOf(ref))
			g.at("/admin/tickets/" + ref)
			g.press("Take it")
			g.done("assignee")
			g.writeIn("notes", "The supplier had an outage; ask Joe.")
			g.submit("notes")
			g.done("note")
			g.says("ask Joe")
			g.opensAt("ask Joe", "The note is kept.")
			g.writeIn("reply", "Please try again: it was the supplier.")
			g.press("Reply to " + address)
			g.done("reply")
			g.says("it was the supplier", "Waiting for the requester")
			g.opensAt("it was the supplier", "Your reply is on the ticket")

			letters := p.letters(2)
			link := p.link(letters[len(letters)-1], "/tickets/")
			for _, l := range letters {
				if strings.Contains(p.plain(l), "Joe") {
					t.Error("a note left the house by mail")
				}
			}
			reader := p.open()
			reader.visit(link)
			reader.at("/tickets/" + ref)
			reader.says("Please try again: it was the supplier.", "Grace Berg")
			if strings.Contains(reader.words(), "Joe") || strings.Contains(reader.words(), "outage") {
				t.Error("a note is on the requester's page")
			}
			reader.into("body", "It works again, thank you.")
			reader.press("Send message")
			reader.until(`document.querySelector(".timeline")?.innerText.includes("It works again")`)

			answered := p.letterTo("grace@fibre.example")
			if !strings.Contains(p.plain(answered), "It works again, thank you.") || strings.Contains(answered, "key=") {
				t.Errorf("the assignee's letter:\n%s", p.plain(answered))
			}
			g.visit(p.link(answered, "/admin/tickets/"))
			g.at("/admin/tickets/" + ref)
			g.says("It works again, thank you.")
			g.do(chromedp.SetValue(`form[action$="/state"] select[name=state]`, "resolved"))
			g.submit("state")
			g.done("state")
			reader.visit("/tickets/" + ref)
			reader.says("Resolved")
			g.visit("/admin?view=resolved")
			if !strings.Contains(g.words(), ref) {
				t.Errorf("%s is not among the resolved", ref)
			}
		})
	}
}

// summaryOf is how the link to a ticket in the queue begins.
func (g *page) summaryOf(ref string) string {
	g.t.Helper()
	return eval[string](g, fmt.Sprintf(`document.querySelector('main a[href$=%q]').innerText.trim().slice(0, 40)`, ref))
}

// letterTo waits for a mail to somebody.
func (p *program) letterTo(address string) string {
	p.t.Helper()
	for n := 1; ; n++ {
		for _, l := range p.letters(n) {
			if strings.Contains(strings.ToLower(l), "to: <"+address) || strings.Contains(strings.ToLower(l), "<"+address+">") && !strings.Contains(l, "From: <"+address) {
				return l
			}
		}
	}
}

func TestStaffWorkByKeysAlone(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hire("grace@fibre.example", "agent")
	ref := p.open().file(block)
	p.open().file(otherCall)
	g := p.open()
	g.visit("/admin/login")
	g.tabTo("email")
	g.do(chromedp.KeyEvent("grace@fibre.example"))
	g.tabTo("password")
	g.do(chromedp.KeyEvent(passphrase))
	g.enter()
	g.until(`location.pathname === "/admin" && document.readyState === "complete"`)
	g.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"))
	second := eval[string](g, `document.activeElement.getAttribute("href") || ""`)
	g.do(chromedp.KeyEvent("k"))
	first := eval[string](g, `document.activeElement.getAttribute("href") || ""`)
	if first == second || !strings.Contains(first, "/admin/tickets/") || !strings.Contains(second, "/admin/tickets/") {
		t.Fatalf("j and k go to %q and %q", second, first)
	}
	g.do(chromedp.KeyEvent("/"))
	g.do(chromedp.KeyEvent(ref))
	g.enter()
	g.at("/admin/tickets/" + ref)
	g.do(chromedp.KeyEvent("n"))
	g.until(`document.activeElement.matches('form[action$="/notes"] textarea')`)
	g.do(chromedp.KeyEvent("Called the supplier, r and n and a are letters here."))
	g.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	g.done("note")
	g.says("letters here.")
	g.do(chromedp.KeyEvent("r"))
	g.until(`document.activeElement.matches('form[action$="/reply"] textarea')`)
	g.do(chromedp.KeyEvent("We are on it."))
	g.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	g.done("reply")
	g.says("We are on it.")
}

func TestTheSecondOfTwoPeopleIsToldWhatChangedAndKeepsTheText(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hire("grace@fibre.example", "agent")
	p.hire("henry@fibre.example", "agent")
	ref := p.open().file(block)
	grace, henry := p.desk("grace@fibre.example"), p.desk("henry@fibre.example")
	for _, g := range []*page{grace, henry} {
		g.visit("/admin/tickets/" + ref)
	}
	henry.writeIn("reply", "Henry asks for the order id.")
	grace.writeIn("reply", "Grace has solved it.")
	grace.press("Reply to")
	grace.done("reply")
	henry.press("Reply to")
	henry.until(`document.querySelector("main").innerText.includes("Grace has solved it.")`)
	henry.says("Grace Berg")
	if got := henry.text("reply"); got != "Henry asks for the order id." {
		t.Errorf("the box holds %q", got)
	}
	if n := len(p.letters(2)); n != 2 {
		t.Errorf("%d letters, want the receipt and one reply", n)
	}
	henry.press("Send all the same")
	henry.done("reply")
	henry.says("Grace has solved it.", "Henry asks for the order id.")
}

func TestADraftSurvivesLeavingSigningOutAndARestart(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hire("grace@fibre.example", "agent")
	ref := p.open().file(block)
	g := p.desk("grace@fibre.example")
	g.visit("/admin/tickets/" + ref)
	g.writeIn("reply", "Half a reply, and a key: Authorization: Bearer sk_live_4eC39HqLyjWDarjtT1zdp7dc")
	g.writeIn("notes", "Half a note")
	g.until(`document.querySelector("main").innerText.includes("Draft kept")`)
	g.visit("/admin")
	g.press("Sign out")
	g.at("/admin/login")
	p.stop()
	p.boot()
	g.signIn("grace@fibre.example")
	g.visit("/admin/tickets/" + ref)
	g.unfold("notes")
	if got := g.text("reply"); !strings.HasPrefix(got, "Half a reply") || strings.Contains(got, "4eC39") {
		t.Errorf("the reply's box holds %q", got)
	}
	if got := g.text("notes"); got != "Half a note" {
		t.Errorf("the note's box holds %q", got)
	}
	if found := p.holds("4eC39HqLyjWDarjtT1zdp7dc"); len(found) > 0 {
		t.Errorf("a secret from a draft is in %v", found)
	}
}

func TestTheTextOfAnEndedSessionIsItsWritersDraft(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			p.hire("grace@fibre.example", "agent")
			ref := p.open().file(block)
			g := p.open()
			g.scripts(on)
			g.signIn("grace@fibre.example")
			g.visit("/admin/tickets/" + ref)
			g.writeIn("reply", "Written before the session ended.")
			g.forgetCookies()
			g.press("Reply to")
			g.until(`document.querySelector('input[name="password"]')`)
			g.says("What was written is safe")
			g.into("email", "grace@fibre.example")
			g.into("password", passphrase)
			g.press("Sign in")
			g.until(`document.querySelector('form[action$="/reply"]') && document.readyState === "complete"`)
			if got := g.text("reply"); got != "Written before the session ended." {
				t.Errorf("the box holds %q", got)
			}
		})
	}
}

func TestTheQueueTellsOfNewTicketsWithoutMoving(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hire("grace@fibre.example", "agent")
	p.open().file(block)
	g := p.desk("grace@fibre.example")
	g.visit("/admin")
	before := eval[string](g, `document.querySelector("main table, main [role=table]").innerText`)
	top := eval[float64](g, `document.querySelector("main table").getBoundingClientRect().top`)
	p.open().file(otherCall)
	eval[bool](g, `(document.dispatchEvent(new Event("visibilitychange")), true)`)
	g.until(`/1 new ticket/.test(document.body.innerText)`)
	if after := eval[string](g, `document.querySelector("main table, main [role=table]").innerText`); after != before {
		t.Error("the rows have moved")
	}
	if now := eval[float64](g, `document.querySelector("main table").getBoundingClientRect().top`); now != top {
		t.Errorf("the table has moved from %v to %v", top, now)
	}
	g.press("Show")
	g.until(`document.querySelectorAll('main a[href^="/admin/tickets/"]').length >= 2`)
}

func TestTheSetUpLinkOfTheConsoleMakesTheFirstAccountOnce(t *testing.T) {
	t.Parallel()
	p := start(t)
	link := p.setUpLink()
	g := p.open()
	g.visit(link)
	g.into("name", "Ada Berg")
	g.into("email", "ada@fibre.example")
	g.into("password", passphrase)
	g.press("Create")
	g.until(`location.pathname === "/admin" && document.readyState === "complete"`)
	g.visit("/admin/staff")
	g.says("Ada Berg")
	again := p.open()
	again.visit(link)
	if again.seen(`input[name="password"]`) {
		t.Error("the link opens twice")
	}
	if strings.Contains(p.log.String(), "/admin/setup?key=") {
		t.Error("the link is in the log")
	}
}

func TestPressingAnotherButtonTakesAlongWhatIsWritten(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hire("grace@fibre.example", "agent")
	ref := p.open().file(block)
	g := p.desk("grace@fibre.example")
	g.visit("/admin/tickets/" + ref)
	g.writeIn("reply", "Half a reply")
	g.writeIn("notes", "Half a note")
	g.press("Take it")
	g.done("assignee")
	if reply, note := g.text("reply"), g.text("notes"); reply != "Half a reply" || note != "Half a note" {
		t.Errorf("the boxes hold %q and %q", reply, note)
	}
}
