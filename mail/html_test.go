package mail

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"docket/models"
)

// page parses an HTML part.
func page(t *testing.T, source string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// htmlText is what a person reads of an HTML part.
func htmlText(t *testing.T, source string) string {
	var b strings.Builder
	for n := range page(t, source).Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

var plainElements = strings.Fields("html head meta title body div h1 h2 p strong b br a ul li blockquote hr")

func TestTheHTMLPartIsOnlyOurOwnMarkup(t *testing.T) {
	const attack = `"><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)><a href="javascript:alert(1)">x</a></title><style>*{color:red}</style>`
	for _, kind := range allKinds {
		post := testPost(kind, true)
		post.Ticket.Summary, post.Ticket.ErrorCode, post.Ticket.RequestID = clean(attack), attack, attack
		if post.Message != nil {
			post.Message.Body, post.Message.AuthorName = clean(attack), clean(attack)
		}
		h := testLetterhead()
		h.Organisation = attack
		letter := composed(t, h, post)
		for n := range page(t, letter.HTML).Descendants() {
			if n.Type == html.ElementNode {
				checkElement(t, n)
			}
		}
		if kind == models.LetterReceived && !strings.Contains(htmlText(t, letter.HTML), attack) {
			t.Error("the summary is not shown as it was written")
		}
	}
}

func checkElement(t *testing.T, n *html.Node) {
	t.Helper()
	if !slices.Contains(plainElements, n.Data) {
		t.Errorf("element <%s>", n.Data)
	}
	for _, a := range n.Attr {
		if !slices.Contains([]string{"style", "href", "lang", "charset", "name", "content", "id"}, a.Key) {
			t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
		}
		if a.Key == "href" && !strings.HasPrefix(a.Val, "https://support.example") {
			t.Errorf("a link to %q", a.Val)
		}
		if a.Key == "style" && (strings.Contains(a.Val, "color") || strings.Contains(a.Val, "url(") || strings.Contains(a.Val, "background")) {
			t.Errorf("<%s> fixes a colour or loads something, which dark mode or privacy would pay for: %q", n.Data, a.Val)
		}
	}
}

func TestTheReferenceIsTheOneClearNumber(t *testing.T) {
	for _, kind := range allKinds {
		letter := composed(t, testLetterhead(), testPost(kind, false))
		var shown []string
		for n := range page(t, letter.HTML).Descendants() {
			if attribute(n, "id") == "reference" {
				shown = append(shown, n.FirstChild.Data)
			}
		}
		if !slices.Equal(shown, []string{"FC-7Q4M-2XKD"}) || !strings.Contains(letter.Text, "\n    FC-7Q4M-2XKD\n") {
			t.Errorf("%s: the reference is shown as %q", kind, shown)
		}
	}
}

func TestBothPartsHaveTheSameLinks(t *testing.T) {
	for _, kind := range allKinds {
		post := testPost(kind, true)
		letter := composed(t, testLetterhead(), post)
		var links []string
		for n := range page(t, letter.HTML).Descendants() {
			if n.Data == "a" {
				links = append(links, attribute(n, "href"))
			}
		}
		want := []string{testLetterhead().TicketLink(post.Ticket), testLetterhead().NotMeLink(post.Letter), "https://support.example"}
		if kind == models.LetterBlocked { // whose reader has just said that the ticket is not theirs
			want = want[1:]
		}
		if !slices.Equal(links, want) {
			t.Errorf("%s links to %q, want %q", kind, links, want)
		}
		for _, link := range want {
			if !strings.Contains(letter.Text, "\n"+link+"\n") {
				t.Errorf("%s: %s is not alone on a line of the text", kind, link)
			}
		}
		if kind == models.LetterBlocked && strings.Contains(string(letter.Raw), "k1.m0") {
			t.Error("the last letter opens the ticket")
		}
	}
}
