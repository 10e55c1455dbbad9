package evidence

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestEveryRuleKeepsItsExamples(t *testing.T) {
	for _, r := range keyRules {
		checkExamples(t, r.kind, r.hits, r.misses)
	}
	for _, r := range shapes {
		checkExamples(t, r.prefix, r.hits, r.misses)
	}
	for _, r := range flagRules {
		checkExamples(t, "-"+r.names[0], r.hits, r.misses)
	}
	for _, r := range toolRules {
		checkExamples(t, r.names[0], r.hits, r.misses)
	}
	for _, r := range pathRules {
		checkExamples(t, "/"+r.names[0], r.hits, r.misses)
	}
	for _, r := range callRules {
		checkExamples(t, r.names[0]+"()", r.hits, r.misses)
	}
	for _, r := range oddShapes {
		checkExamples(t, r.kind, r.hits, r.misses)
	}
	for _, r := range deviceRules {
		checkExamples(t, "device "+r.word, r.hits, r.misses)
	}
}

func TestColumnsOfSecretsAreFoundInInserts(t *testing.T) {
	checkExamples(t, "INSERT", []example{
		{"INSERT INTO `t` (`id`,`api_secret`,`tenant`) VALUES (1,'Zq7kR2mW9xTb4LvN8sYd','TENANT_3'),(2,'77f5eff4ecaef06f7b812f16df21ea4b99ad0622','TENANT_4');",
			"INSERT INTO `t` (`id`,`api_secret`,`tenant`) VALUES (1,'[redacted:secret]','TENANT_3'),(2,'[redacted:secret]','TENANT_4');"},
		{"insert into t (id, host, password)\nvalues (1, 'smtp.x.example', 'it''s j5FJ (ok), 1');", "insert into t (id, host, password)\nvalues (1, 'smtp.x.example', '[redacted:password]');"},
		{"INSERT INTO [t] ([Name], [Password]) VALUES ('a, b', 'UbXjfiuQt60X')", "INSERT INTO [t] ([Name], [Password]) VALUES ('a, b', '[redacted:password]')"},
		{"INSERT INTO t (id, made, password, name) VALUES (1, COALESCE('a','b'), 'UbXjfiuQt60X', 'Desk One')", "INSERT INTO t (id, made, password, name) VALUES (1, COALESCE('a','b'), '[redacted:password]', 'Desk One')"},
		{`INSERT INTO t (id, note, password) VALUES (1, "a, b", "UbXjfiuQt60X")`, `INSERT INTO t (id, note, password) VALUES (1, "a, b", "[redacted:password]")`},
		{`INSERT INTO t (id, path, password) VALUES (1, 'C:\', 'UbXjfiuQt60X')`, `INSERT INTO t (id, path, password) VALUES (1, 'C:\', '[redacted:password]')`},
	}, []string{
		"INSERT INTO t (id, password) VALUES (1, 'Ub...\nX-Request-ID: d48e1fee-095a-478e-b453-858c76254d49\nit's",
		"INSERT INTO t (id, password) VALUES (1, NULL), (2, :password), (3, ?);",
		"INSERT INTO t (id, order_id) VALUES (1, '4500012');",
		"the values (password, user) VALUES differ",
	})
}

func checkExamples(t *testing.T, rule string, hits []example, misses []string) {
	t.Helper()
	var r Reader
	if len(hits) == 0 || len(misses) == 0 {
		t.Errorf("%s: a rule needs hits and misses", rule)
	}
	for _, h := range hits {
		got := r.Clean(h.in).String()
		if got != h.out {
			t.Errorf("%s:\n  in   %q\n  got  %q\n  want %q", rule, h.in, got, h.out)
		}
		if again := r.Clean(got).String(); again != got {
			t.Errorf("%s: not idempotent:\n  once  %q\n  twice %q", rule, got, again)
		}
		if json.Valid([]byte(h.in)) && !json.Valid([]byte(got)) {
			t.Errorf("%s: no longer JSON: %q", rule, got)
		}
	}
	for _, m := range misses {
		if got := r.Clean(m).String(); got != m {
			t.Errorf("%s: redacted what is harmless:\n  in  %q\n  got %q", rule, m, got)
		}
	}
}

func TestRedactionsCountTheMarkersOfATextHoweverOftenItWasRedacted(t *testing.T) {
	r := Reader{Fingerprint: testPrint}
	once := r.Clean("Authorization: Bearer abcdefghijklmnop\nCookie: a=0123456789abcdef\nX-Api-Key: zyxwvutsrqponm\n")
	want := once.Redactions()
	if len(want) == 0 {
		t.Fatalf("nothing is counted in %q", once)
	}
	if got := r.Read(once.String()).Redactions; !reflect.DeepEqual(got, want) {
		t.Errorf("read again: %v, want %v", got, want)
	}
	for _, encoded := range []string{b64(`{"password":"UbXjfiuQt60X","a":1}`), `{"data":[` + numbers(`{"password":"UbXjfiuQt60X","a":1}`) + `]}`} {
		if got := r.Clean(encoded).Redactions(); !reflect.DeepEqual(got, []Redaction{{"password", 1}}) {
			t.Errorf("%q counts as %v", encoded, got)
		}
	}
	if got := r.Clean("a [redacted: note] and [redacted:UPPER] in prose").Redactions(); got != nil {
		t.Errorf("prose counts as %v", got)
	}
}

func TestTheWalkStopsWhereverStepLooks(t *testing.T) {
	for c := range 256 {
		for _, behind := range []string{`password="UbXjfiuQt60X"`, "--b", "//desk:UbXjfiuQt60X@x.example", "$6$ab$" + strings.Repeat("Zq7", 30), " key"} {
			s := &scan{text: "-" + string([]byte{byte(c)}) + behind}
			if next := s.step(1); !stepStop[c] && (next != 2 || s.line != 0 || len(s.finds) > 0) {
				t.Errorf("step looks at %q, where the walk goes on", rune(c))
			}
		}
	}
}
