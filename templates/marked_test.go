package templates

import (
	"testing"

	"docket/evidence"
)

func TestMarkedTextIsTheTextItself(t *testing.T) {
	for name, m := range map[string]Marked{
		"white space counts":           {Text: "  GET /a\n\n\tb  "},
		"a secret's place":             {Text: "Authorization: Bearer [redacted:bearer:9f3a1c22]"},
		"a fact in a secret's place":   {Text: "a [redacted:cookie] b", Facts: []evidence.Fact{{Field: evidence.Tenant, Span: evidence.Span{Start: 4, End: 9}}}},
		"facts over one another":       {Text: "TENANT_1", Facts: []evidence.Fact{{Span: evidence.Span{End: 8}}, {Span: evidence.Span{Start: 2, End: 5}}}},
		"a fact beyond the end":        {Text: "short", Facts: []evidence.Fact{{Span: evidence.Span{Start: 2, End: 99}}}},
		"a fact in the middle of rune": {Text: "é", Facts: []evidence.Fact{{Span: evidence.Span{Start: 1, End: 2}}}},
		"markup":                       {Text: `<b>&amp;"x",'y'/z`},
	} {
		d := parsed(t, pre{m})
		if got := d.tags("pre")[0]; wholeText(got) != m.Text {
			t.Errorf("%s: %q became %q", name, m.Text, wholeText(got))
		}
	}
}

func TestPlacesOfSecretsAndFactsAreMarked(t *testing.T) {
	d := parsed(t, pre{Marked{Text: sampleCurl, Facts: sampleCall504().Report.Facts}})
	var secrets, facts []string
	for _, n := range d.tags("mark") {
		if attr(n, "class") == "secret" {
			secrets = append(secrets, text(n))
		} else {
			facts = append(facts, text(n))
		}
	}
	if len(secrets) != 2 || secrets[0] != "[redacted:bearer]" || secrets[1] != "[redacted:cookie]" {
		t.Errorf("secrets: %q", secrets)
	}
	if len(facts) == 0 || facts[0] != "0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11" {
		t.Errorf("facts: %q", facts)
	}
}

func TestAStatementCountsWhatWasHidden(t *testing.T) {
	for _, c := range []struct {
		redactions []evidence.Redaction
		want       string
	}{
		{nil, "Nothing in it looked like a secret"},
		{[]evidence.Redaction{{Kind: "cookie", Count: 1}}, "1 secret hidden: 1 cookie"},
		{[]evidence.Redaction{{Kind: "bearer", Count: 2}, {Kind: "cookie", Count: 1}}, "3 secrets hidden: 2 bearer tokens, 1 cookie"},
	} {
		if got := hiddenWords(c.redactions); got != c.want {
			t.Errorf("%v: %q", c.redactions, got)
		}
	}
}

func TestLinesBreakBetweenThePartsOfAnAddress(t *testing.T) {
	for text, want := range map[string]string{
		"POST /v1/orders/1": "POST /v1/<wbr>orders/<wbr>1", "https://api.example/v1?a=1&b=2": "https://<wbr>api.example/<wbr>v1?a=1&amp;<wbr>b=2",
		"[1,2]": "[1,<wbr>2]", "5b6df604-483e-400e-bfc2-e8e831b6c6b8": `<span class="token">5b6df604-483e-400e-bfc2-e8e831b6c6b8</span>`,
	} {
		if got := breakable(text); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}
