package templates

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"docket/evidence"
	"docket/models"
)

// treeText is what a browser copies from a tree.
func treeText(t testing.TB, tree Tree) string {
	t.Helper()
	var b bytes.Buffer
	if err := tree.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return wholeText(root)
}

func compact(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return b.String()
}

func TestATreeKeepsEveryDigitKeyAndSpelling(t *testing.T) {
	for _, text := range []string{
		`{"id":12345678901234567890,"price":1.50,"tiny":1E-7,"none":null,"yes":true}`,
		`{"a":1,"a":2,"a":{"a":3}}`,
		`{"text":"caf\u00e9 \ud83d\ude00 \"quoted\" a\/b \\ , : { } [ ]","":0}`,
		` [ 1 , [ ] , { } , "x" ] `, `"alone"`, `0`, `-1.0e+10`, `{}`, `[[[]]]`,
		`{"token":"[redacted:token]","<b>":"<script>&amp;"}`,
	} {
		tree, ok := treeOf(text)
		if !ok {
			t.Errorf("%s: no tree", text)
			continue
		}
		if got, want := compact(t, treeText(t, tree)), compact(t, text); got != want {
			t.Errorf("%s\nbecame %s", want, got)
		}
	}
}

func TestWhatIsNoJSONIsNoTree(t *testing.T) {
	for _, text := range []string{"", " ", "{", `{"a":}`, "{} {}", "[1,]", "nul", "{'a':1}", "<html>", `{"a":[redacted:token]}`, "\x00"} {
		if _, ok := treeOf(text); ok {
			t.Errorf("%q is a tree", text)
		}
	}
}

func TestLargeAndDeepTextsAreNotFolded(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + "1.50" + strings.Repeat("]", n) }
	for text, want := range map[string]bool{
		nested(deepest): true, nested(deepest + 1): false, nested(200_000): false,
		`"` + strings.Repeat("x", largestTree-2) + `"`: true, `"` + strings.Repeat("x", largestTree-1) + `"`: false,
	} {
		c := contentOf("id", "Body", text, nil)
		if (c.Tree != nil) != want {
			t.Errorf("%d bytes, %d deep: folded %t, want %t", len(text), depth(`[`+text+`]`)-1, c.Tree != nil, want)
		}
		if !want && strings.Join(strings.Fields(c.Text), "") != strings.Join(strings.Fields(text), "") {
			t.Errorf("%d bytes: the text is not there as it was", len(text))
		}
		if len(c.Text) > 4*largestIndent+len(text) {
			t.Errorf("%d bytes grew to %d", len(text), len(c.Text))
		}
	}
}

func TestIndentingNeverGrowsBeyondMeasure(t *testing.T) {
	deepList := strings.Repeat("[", 2*deepest) + "0" + strings.Repeat(",0", 100_000) + strings.Repeat("]", 2*deepest)
	if got := indented(deepList); len(got) > 4*largestIndent {
		t.Errorf("%d bytes became %d", len(deepList), len(got))
	}
	if got := indented(`{"n":1.50,"n":2}`); got != "{\n\t\"n\": 1.50,\n\t\"n\": 2\n}" {
		t.Errorf("indented: %s", got)
	}
}

func TestTheFirstLevelsAreOpen(t *testing.T) {
	tree, _ := treeOf(`{"a":{"b":{"c":{"d":1}}}}`)
	var b bytes.Buffer
	if err := tree.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if open, all := strings.Count(b.String(), "<details open>"), strings.Count(b.String(), "<details"); open != openLevels || all != 4 {
		t.Errorf("%d of %d are open", open, all)
	}
}

func FuzzTreesKeepTheirText(f *testing.F) {
	for _, seed := range []string{sampleRequest, sampleResponse, `{"a":1,"a":[1e5,"\u0000"]}`, `[redacted:x]`, `[[],{}]`, "{\"\u2028\":\"&lt;\"}", `"\"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, ok := treeOf(text)
		if !ok {
			_ = indented(text)
			return
		}
		if !utf8.ValidString(text) {
			return // a page can't hold such bytes
		}
		if got, want := compact(t, treeText(t, tree)), compact(t, text); got != want {
			t.Errorf("%q\nbecame %q", want, got)
		}
	})
}

func TestAQueryIsDecodedInItsOrder(t *testing.T) {
	for query, want := range map[string][]NamedValue{
		"":                         nil,
		"a=1&b=caf%C3%A9+x&a=2":    {{"a", "1"}, {"b", "café x"}, {"a", "2"}},
		"flag&empty=&=novalue":     {{"flag", ""}, {"empty", ""}, {"", "novalue"}},
		"bad=%zz&&x=a=b":           {{"bad", "%zz"}, {"x", "a=b"}},
		"token=[redacted:token]&s": {{"token", "[redacted:token]"}, {"s", ""}},
	} {
		if got := pairsOf(query); !equalPairs(got, want) {
			t.Errorf("%q: %v", query, got)
		}
	}
	if got := pairsOf(strings.Repeat("a=1&", 10_000)); len(got) != mostParameters+1 {
		t.Errorf("%d parameters are listed", len(got))
	}
}

func equalPairs(a, b []NamedValue) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestAnAddressIsCutWithoutLosingAnything(t *testing.T) {
	for address, want := range map[string][3]string{
		"https://api.fibregateway.com/v1/orders?a=1": {"https://api.fibregateway.com", "/v1/orders", "a=1"},
		"/v1/orders?x=https://a/b":                   {"", "/v1/orders", "x=https://a/b"},
		"https://u:[redacted:url]@host/p":            {"https://u:[redacted:url]@host", "/p", ""},
		"https://host?q=1":                           {"https://host", "", "q=1"},
		"https://host":                               {"https://host", "", ""},
		"https://host/a#top":                         {"https://host", "/a", ""},
		"":                                           {"", "", ""},
		"orders":                                     {"", "orders", ""},
		"http://[2001:db8::1]:8080/v1?next=%2Fa%3Fb#x": {"http://[2001:db8::1]:8080", "/v1", "next=%2Fa%3Fb"},
	} {
		origin, path, query := splitURL(address)
		if got := [3]string{origin, path, query}; got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
}

func FuzzAddressesAreCutWithoutLoss(f *testing.F) {
	f.Add("https://api.fibregateway.com/v1/orders?a=1#x")
	f.Add("?://")
	f.Fuzz(func(t *testing.T, address string) {
		origin, path, query := splitURL(address)
		whole := origin + path
		if query != "" {
			whole += "?" + query
		}
		if !strings.HasPrefix(address, whole) {
			t.Errorf("%q became %q", address, whole)
		}
		if len(pairsOf(query)) > mostParameters+1 {
			t.Errorf("%d parameters", len(pairsOf(query)))
		}
	})
}

func TestTheCallIsReadable(t *testing.T) {
	d := parsed(t, CasePage(sampleCase(testSite)))
	lines := d.all(func(n *html.Node) bool { return strings.HasPrefix(attr(n, "class"), "line") && n.Data == "h3" })
	if len(lines) != 2 || !strings.Contains(text(lines[0]), "POST https://api.fibregateway.com/v1/orders") || !strings.Contains(text(lines[1]), "504 Gateway Timeout") {
		t.Fatalf("the lines of request and response are missing: %d", len(lines))
	}
	tables := d.all(func(n *html.Node) bool { return n.Data == "table" && strings.HasPrefix(attr(n, "class"), "pairs") })
	if len(tables) != 3 {
		t.Fatalf("%d tables, want query, headers and headers", len(tables))
	}
	for n, want := range []NamedValue{{"note", "café line"}, {"X-Request-ID", "0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11"}, {"Content-Type", "application/json"}} {
		if !slices.ContainsFunc((document{tables[n]}).tags("tr"), func(row *html.Node) bool {
			cells := document{row}.all(func(c *html.Node) bool { return c.Data == "th" || c.Data == "td" })
			return len(cells) == 2 && text(cells[0]) == want.Name && text(cells[1]) == want.Value
		}) {
			t.Errorf("table %d has no %v", n, want)
		}
	}
	if got := compact(t, wholeText(d.byID("request-body"))); !strings.Contains(got, `"externalId":12345678901234567890`) || !strings.Contains(got, `"down":1000.0`) {
		t.Errorf("the body's numbers are not as sent: %s", got)
	}
	if got := wholeText(d.byID("request-url")); strings.TrimSpace(got) != "https://api.fibregateway.com/v1/orders?dryRun=false&note=caf%C3%A9%20line" {
		t.Errorf("the raw address is %q", got)
	}
}

func TestRawTextsHaveTheirDigestsAndCopyButtons(t *testing.T) {
	p := sampleCase(testSite)
	d := parsed(t, CasePage(p))
	for id, want := range map[string]evidence.Clean{"paper-request": p.Case.Papers.Request, "paper-response": p.Case.Papers.Response, "paper-evidence": p.Case.Papers.Evidence} {
		pre := d.byID(id)
		if pre == nil || strings.TrimSuffix(wholeText(pre), "\n") != want.String() {
			t.Errorf("%s is not as it was stored", id)
			continue
		}
		if !strings.Contains(words(d), "SHA-256 "+models.Digest(want)) {
			t.Errorf("%s has no digest", id)
		}
		if len(d.all(func(n *html.Node) bool { return attr(n, "data-copy-from") == id })) != 1 {
			t.Errorf("%s has no copy button", id)
		}
	}
}

func TestSecretsPlacesAreMarkedWhereverTheyStand(t *testing.T) {
	for _, page := range []CaseShow{sampleCase(testSite), sampleRaw(testSite), sampleDeep(testSite)} {
		d := parsed(t, CasePage(page))
		marks := d.all(func(n *html.Node) bool { return n.Data == "mark" && attr(n, "class") == "secret" })
		if said := strings.Count(words(d), "[redacted:"); said == 0 || said != len(marks) {
			t.Errorf("%d of %d places are marked", len(marks), said)
		}
	}
}

func TestWhatIsNoHTTPStandsOpenAsItWasFiled(t *testing.T) {
	d := parsed(t, specimen(t, "case-raw"))
	for up := d.byID("paper-request"); up != nil; up = up.Parent {
		if up.Data == "details" {
			t.Error("it is folded away")
		}
	}
	if !strings.Contains(words(d), "No response: it timed out") {
		t.Error("it is not said why there is no response")
	}
}
