package browser

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// staffStates walks through the pages of staff in every state that a browser can bring about.
func (p *program) staffStates(look func(g *page, name string)) {
	p.t.Helper()
	g := p.open()
	p.atTheDoor(g, look)
	ref := p.inTheQueue(g, look)
	p.onACase(g, ref, look)
	p.ofOneself(g, look)
	p.amongLetters(g, look)
}

// atTheDoor are the states before somebody is signed in.
func (p *program) atTheDoor(g *page, look func(g *page, name string)) {
	p.t.Helper()
	g.visit(p.setUpLink())
	look(g, "set-up")
	g.press("Create the account")
	g.until(`document.getElementById("problems")`)
	look(g, "set-up-problems")
	g.into("name", "Ada Berg")
	g.into("email", "ada@fibre.example")
	g.into("password", passphrase)
	g.press("Create the account")
	g.until(`location.pathname === "/admin" && document.readyState === "complete"`)
	look(g, "queue-nothing")
	g.press("Sign out")
	g.at("/admin/login")
	look(g, "sign-in")
	g.into("email", "ada@fibre.example")
	g.into("password", "not the password")
	g.press("Sign in")
	g.until(`document.getElementById("problems")`)
	look(g, "sign-in-problems")
	g.signIn("ada@fibre.example")
}

// inTheQueue are the states of the queue. It returns the first ticket.
func (p *program) inTheQueue(g *page, look func(g *page, name string)) string {
	p.t.Helper()
	filer := p.open()
	ref := filer.file(p.transcript("curl-v-http1-appts-422.txt"))
	filer.file(block)
	filer.file(other(2))
	for _, queue := range []struct{ name, query string }{
		{"queue-few", ""}, {"queue-filtered", "?environment=CVT&assignee=none"}, {"queue-unmatched", "?supplier=SUPPLIER_9"},
		{"queue-done", "?view=resolved"}, {"queue-search", "?q=coverage+area"}, {"queue-unfound", "?q=zebra"},
		{"queue-shared", "?q=5b6df604-483e-400e-bfc2-e8e831b6c6b8"},
	} {
		g.visit("/admin" + queue.query)
		look(g, queue.name)
	}
	g.visit("/admin")
	g.size(390, 844) // where the filters are folded
	g.press("Filter")
	look(g, "queue-filters-open")
	g.size(1280, 800)
	return ref
}

// onACase are the states of one ticket, from its filing to a colleague who was first.
func (p *program) onACase(g *page, ref string, look func(g *page, name string)) {
	p.t.Helper()
	p.hire("henry@fibre.example", "agent")
	g.visit("/admin/tickets/" + ref)
	look(g, "case-new")
	for _, form := range []string{"reply", "notes", "priority"} {
		if form == "priority" {
			g.do(chromedp.SetValue(`select[name="priority"]`, "1"))
		}
		g.submit(form)
		g.until(`document.getElementById("problems") && document.readyState === "complete"`)
		look(g, "case-problem-"+form)
		g.visit("/admin/tickets/" + ref)
	}
	g.writeIn("notes", "The supplier had an outage; ask Joe.")
	g.submit("notes")
	g.done("note")
	g.writeIn("reply", "Please try again: it was the supplier.")
	g.press("Reply to")
	g.done("reply")
	letters := p.letters(4)
	reader := p.open()
	reader.visit(p.link(letters[len(letters)-1], "/tickets/"))
	reader.into("body", "It works again, thank you.")
	reader.press("Send message")
	reader.until(`document.querySelector(".timeline")?.innerText.includes("It works again")`)
	g.visit("/admin/tickets/" + ref)
	look(g, "case-story")

	g.writeIn("reply", "Shall we close it?")
	henry := p.desk("henry@fibre.example")
	henry.visit("/admin/tickets/" + ref)
	henry.press("Take it")
	henry.done("assignee")
	g.press("Reply to")
	g.until(`document.getElementById("problems")`)
	look(g, "case-changed")
	g.forgetCookies()
	g.press("Send all the same")
	g.until(`document.querySelector('input[name="password"]')`)
	look(g, "sign-in-kept")
	g.signIn("ada@fibre.example")
}

// ofOneself are the states of the accounts.
func (p *program) ofOneself(g *page, look func(g *page, name string)) {
	p.t.Helper()
	g.visit("/admin/account")
	look(g, "account")
	g.press("Which keys")
	g.press("Change the password")
	g.until(`document.getElementById("problems")`)
	look(g, "account-problems")
	g.visit("/admin/staff")
	look(g, "staff")
	g.press("Add the account")
	g.until(`document.getElementById("problems")`)
	look(g, "staff-problems")
	g.into("name", "Yusuf Berg")
	g.into("email", "yusuf@fibre.example")
	g.press("Add the account")
	g.until(`document.getElementById("fresh-password")`)
	look(g, "staff-added")
}

// amongLetters are the states of letters: written as files, held, and refused by a mail server.
func (p *program) amongLetters(g *page, look func(g *page, name string)) {
	p.t.Helper()
	g.visit("/admin/letters")
	look(g, "letters")
	g.visit("/admin/letters?state=given_up")
	look(g, "letters-none")
	g.visit("/admin/letters?state=sent")
	g.do(chromedp.Click(`.letters tbody a[href^="/admin/letters/"]`))
	g.at("/admin/letters/")
	look(g, "letter-file")
	p.stop()
	p.env = append(p.env, "DOCKET_SMTP_URL="+p.refusing(), "DOCKET_MAIL_FROM=support@fibre.example")
	p.boot()
	p.open().fileAs(other(3), "later@isp.example")
	gone := p.open().fileAs(other(4), "gone@isp.example")
	g.letterIs("delayed")
	look(g, "letters-delayed")
	g.letterIs("given_up")
	g.visit("/admin/letters")
	look(g, "letters-failed")
	g.do(chromedp.Click(`.letters tbody a[href^="/admin/letters/"]`))
	g.at("/admin/letters/")
	look(g, "letter-failed")
	g.visit("/admin")
	look(g, "queue-letter-failed")
	g.visit("/admin/tickets/" + gone)
	look(g, "case-letter-failed")
	g.visit("/admin/letters")
	g.press("Hold all letters")
	g.done("hold")
	look(g, "letters-held")
	g.visit("/admin")
	look(g, "queue-held")
}

// fileAs files a text for a mailbox and returns the identifier.
func (g *page) fileAs(text, email string) string {
	g.t.Helper()
	g.evidence(text)
	g.into("email", email)
	g.choose("impact", "one_order")
	g.press("File this ticket")
	return g.receipt()
}

// letterIs looks at the letters in a state until there is one.
func (g *page) letterIs(state string) {
	g.t.Helper()
	for deadline := time.Now().Add(patience); ; <-time.After(50 * time.Millisecond) {
		g.visit("/admin/letters?state=" + state)
		if g.seen(".letters tbody tr") {
			return
		}
		if time.Now().After(deadline) {
			g.t.Fatalf("no letter is %s:\n%s", state, g.words())
		}
	}
}

func TestEveryRealPageOfStaffFitsItsWindowAndAxeFindsNothing(t *testing.T) {
	t.Parallel()
	start(t).staffStates((*page).examine)
}

func TestARowOfTheQueueIsLowAndTwelveAreInSight(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.size(1280, 800)
	g.visit("/gallery/queue-many")
	type rows struct {
		Low, High float64
		InSight   int
	}
	got := eval[rows](g, `(() => {
		const boxes = [...document.querySelectorAll(".queue tbody tr")].map(r => r.getBoundingClientRect()), heights = boxes.map(b => b.height);
		return {Low: Math.min(...heights), High: Math.max(...heights), InSight: boxes.filter(b => b.bottom <= innerHeight).length};
	})()`)
	t.Logf("%+v", got)
	if got.Low < 36 || got.High > 40 {
		t.Errorf("rows are %.1f to %.1f px high, want 36 to 40", got.Low, got.High)
	}
	if got.InSight < 12 {
		t.Errorf("%d rows are wholly in sight, want 12", got.InSight)
	}
}

func TestTheRowThatTheKeyboardIsOnShowsItsWholeSummary(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.size(1152, 800) // the narrowest window with a table
	g.visit("/gallery/queue-many")
	const cut = `document.querySelector(".queue tbody a").scrollHeight > document.querySelector(".queue tbody a").clientHeight`
	if !eval[bool](g, cut) {
		t.Fatal("the first summary is not cut: this proves nothing")
	}
	g.do(chromedp.KeyEvent("j"))
	g.until(`document.activeElement === document.querySelector(".queue tbody a")`)
	if eval[bool](g, cut) {
		t.Error("the summary is cut where the keyboard is")
	}
}
