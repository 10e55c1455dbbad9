package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// plainDesk is somebody at the desk whose browser runs no scripts, with two tickets filed.
func plainDesk(t *testing.T) (g *page, ref string) {
	t.Helper()
	p := start(t)
	p.hire("grace@fibre.example", "lead")
	p.hire("henry@fibre.example", "agent")
	filer := p.open()
	ref = filer.file(block)
	filer.file(strings.Replace(otherCall, "cvt.fibregateway.com", "api.fibregateway.com", 1))
	p.letters(2)
	g = p.open()
	g.scripts(false)
	g.signIn("grace@fibre.example")
	return g, ref
}

func TestWithoutJavaScriptTheQueueIsFilteredAndSearched(t *testing.T) {
	t.Parallel()
	g, ref := plainDesk(t)
	g.size(390, 844) // where the filters are folded
	g.press("Filter")
	g.do(chromedp.SetValue(`select[name="environment"]`, "CVT"))
	g.press("Apply")
	g.until(`location.search.includes("environment=CVT") && document.readyState === "complete"`)
	if n := eval[float64](g, `document.querySelectorAll(".queue tbody tr").length`); n != 1 {
		t.Errorf("%v tickets of CVT, want 1", n)
	}
	g.says(ref)
	g.press("Clear all")
	g.until(`location.search === "" && document.querySelectorAll(".queue tbody tr").length === 2`)
	g.seek("coverage area")
	g.until(`location.search.includes("q=coverage") && document.querySelectorAll(".queue tbody tr").length > 0`)
	g.seek(ref)
	g.at("/admin/tickets/" + ref)
}

func TestWithoutJavaScriptATicketIsTakenNotedDraftedAndAnswered(t *testing.T) {
	t.Parallel()
	g, ref := plainDesk(t)
	g.visit("/admin/tickets/" + ref)
	g.press("Take it")
	g.done("assignee")
	g.writeIn("notes", "Ask Joe.")
	g.submit("notes")
	g.done("note")
	g.writeIn("reply", "Half a reply")
	g.press("Keep as draft")
	g.done("draft")
	if got := g.text("reply"); got != "Half a reply" {
		t.Errorf("the draft is %q", got)
	}
	g.says("Draft kept", "Ask Joe.")

	henry := g.desk("henry@fibre.example")
	henry.visit("/admin/tickets/" + ref)
	henry.writeIn("reply", "Henry was first.")
	henry.press("Reply to")
	henry.done("reply")
	g.writeIn("reply", "Half a reply, and the rest")
	g.press("Reply to")
	g.until(`document.querySelector("#problems")?.innerText.includes("Henry was first.")`)
	if got := g.text("reply"); got != "Half a reply, and the rest" {
		t.Errorf("the box holds %q", got)
	}
	g.press("Send all the same")
	g.done("reply")
	g.says("Henry was first.", "Half a reply, and the rest")
	if strings.Contains(g.text("reply"), "Half") {
		t.Error("what was sent is still in the box")
	}
}

func TestWithoutJavaScriptLettersAreHeldDroppedAndSentAgain(t *testing.T) {
	t.Parallel()
	g, ref := plainDesk(t)
	g.visit("/admin/letters")
	g.press("Hold all letters")
	g.done("hold")
	g.says("Letters are held", "Grace Berg holds them")
	g.visit("/admin/tickets/" + ref)
	g.writeIn("reply", "This one waits.")
	g.press("Reply to")
	g.done("reply")
	g.visit("/admin/letters")
	g.press("Do not send")
	g.done("drop")
	g.press("Send again")
	g.done("again")
	if n := len(g.letters(2)); n != 2 {
		t.Errorf("%d letters while they are held, want 2", n)
	}
	g.press("Let letters go")
	g.done("release")
	if letters := strings.Join(g.letters(3), "\n"); !strings.Contains(letters, "has answered your ticket") {
		t.Errorf("the reply has not gone:\n%s", letters)
	}
}
