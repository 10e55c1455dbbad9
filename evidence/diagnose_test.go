package evidence

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// noon is the clock of the examples, some hours after most of their calls.
func noon() time.Time { return time.Date(2023, 1, 6, 12, 0, 0, 0, time.UTC) }

func TestEveryDiagnosisKeepsItsExamples(t *testing.T) {
	r := Reader{Now: noon, LogsKept: 90 * 24 * time.Hour}
	seen := map[string]bool{}
	for _, rule := range diagnosisRules() {
		hits, misses := rule.examples()
		if len(hits) == 0 || len(misses) == 0 || seen[rule.name] {
			t.Errorf("%s: a rule needs a name of its own, hits and misses", rule.name)
		}
		seen[rule.name] = true
		for _, h := range hits {
			f, ok := findingOf(r.Read(h.in), rule.name)
			if !ok {
				t.Errorf("%s: finds nothing in %q", rule.name, h.in)
			} else if f.Why != h.why || f.Says == "" || f.Kind == "" {
				t.Errorf("%s:\n  in   %q\n  says %q\n  got  %q\n  want %q", rule.name, h.in, f.Says, f.Why, h.why)
			}
		}
		for _, m := range misses {
			if f, ok := findingOf(r.Read(m), rule.name); ok {
				t.Errorf("%s: a false alarm in %q: %s", rule.name, m, f.Why)
			}
		}
	}
}

func findingOf(report Report, rule string) (Finding, bool) {
	for _, f := range report.Findings {
		if f.Rule == rule {
			return f, true
		}
	}
	return Finding{}, false
}

// The words of a sample's own kind are right by their examples; what is judged here is whether a rule
// speaks at all where a careful person would not. A sample that is listed has been looked at.
func TestRulesThatDoubtAreSilentOnTheCorpusButForWhatWasLookedAt(t *testing.T) {
	listed := map[string]map[string]bool{
		"html_instead_of_json": {"curl-v-html-502-proxy": true, "unseen-html-error-page-502": true, "unseen-raw-http-html-504": true},
		"two_values": {
			// What a person has taken back stays in the text: both values are shown.
			"de-teams-falscher-mandant": true, "en-corrected-id-teams": true, "en-correction-mail-wrong-day": true, "en-slack-thread-mixed-up-ids": true,
			"hr-ispravak-vremena": true, "nl-chat-sorry-verkeerde-id": true, "pl-poprawiony-identyfikator": true, "uk-vypravlenyi-nomer": true,
			// A platform's own ids, and those of a first call for a token.
			"aws-apigateway-execution-log-423": true, "aws-apigw-execution-log-502": true, "aws-lambda-cloudwatch": true, "k6-http-debug-full-oauth-then-429": true,
			"other-jetbrains-http-client-404": true, "other-other-other-other-other-other-k6-http-debug-full-429": true,
			"table-markdown-409": true, // rows of three calls, the chosen one without a supplier
			// A platform's own RequestId beside X-Request-ID: worth a question.
			"sight-cloudwatch-lambda-409":                          true,
			"sight-aws-apigateway-access-409":                      true,
			"sight-duplicate-request-id-different":                 true,
			"unseen-response-request-id-differs":                   true,
			"unseen-aws-lambda-console-422":                        true, // the platform's own
			"unseen-k6-http-debug-full-429":                        true, // the test runner's own
			"unseen-k6-http-debug-full-409":                        true,
			"unseen-conflict-two-request-ids":                      true,
			"unseen-request-id-echo-differs":                       true,
			"unseen-response-request-id-differs-b":                 true,
			"unseen-request-id-differs-in-response":                true,
			"unseen-k6-http-debug-full-409-2":                      true,
			"unseen-response-echoes-other-request-id":              true,
			"unseen-response-request-id-differs-2":                 true,
			"unseen-request-id-differs-in-response-2":              true,
			"unseen-mail-three-failures-listed":                    true, // a list of three calls, each with its id
			"unseen-plain-block-201-wrong-supplier":                true,
			"unseen-aws-lambda-log-429":                            true, // the platform's own
			"k6-http-debug-full-429":                               true,
			"aws-lambda-cloudwatch-node-429":                       true, // the platform's own
			"aws-lambda-cloudwatch-503":                            true,
			"k6-http-debug-full-422":                               true,
			"aws-lambda-cloudwatch-422":                            true,
			"aws-apigateway-execution-log-422":                     true,
			"other-k6-http-debug-full-503":                         true, // the test runner's own
			"other-other-other-k6-http-debug-full-429":             true,
			"other-other-other-other-other-k6-http-debug-full-429": true,
			"other-other-k6-http-debug-full-429":                   true,
			"fr-liste-plusieurs-commandes":                         true, // a list of three calls, each with its id
			"unseen-supplier-side-order-update":                    true, // that of another order
		},
		"wrong_content_type":   {"socat-v-415": true, "python-urllib-debuglevel-409": true, "unseen-ngrep-byline-listener-415": true, "unseen-har-playwright-conn-refused": true, "unseen-insomnia-timeline-415": true, "unseen-httpyac-exchange-415": true, "unseen-es-correo-basic-auth": true},
		"environment_conflict": {"sight-environment-disagrees-host": true, "unseen-environment-label-and-host-differ": true, "unseen-environment-label-differs": true, "unseen-form-production-host-cvt": true, "unseen-environment-label-against-host": true, "unseen-environment-label-against-host-2": true, "unseen-environment-says-production-host-cvt": true},
	}
	doubting := []string{"environment_conflict", "two_values", "request_json_invalid", "response_json_invalid", "wrong_content_type", "html_instead_of_json",
		"request_id_reused", "conversation_id_missing", "request_id_missing", "order_id_not_numeric", "token_not_yet_valid", "clock_skew"}
	var r Reader
	for _, s := range samples(t) {
		report := r.Read(s.text)
		for _, rule := range doubting {
			if f, ok := findingOf(report, rule); ok && !listed[rule][s.name] {
				t.Errorf("%s: %s: %s", s.name, rule, f.Why)
			}
		}
	}
}

// What is cut off or wrapped looks broken and isn't.
func TestRulesThatDoubtWhatWasSentAreSilentOnCutAndWrappedText(t *testing.T) {
	strict := []string{"request_json_invalid", "response_json_invalid", "wrong_content_type", "request_id_reused", "conversation_id_missing", "request_id_missing", "order_id_not_numeric"}
	var r Reader
	for _, s := range samples(t) {
		whole := r.Read(s.text)
		for name, text := range map[string]string{"cut": s.text[:len(s.text)*6/10], "wrapped": wrapAt(s.text, 80), "quoted": "> " + strings.ReplaceAll(s.text, "\n", "\n> ")} {
			report := r.Read(text)
			for _, rule := range strict {
				_, sent := findingOf(whole, rule) // it is so
				if f, ok := findingOf(report, rule); ok && !sent {
					t.Errorf("%s, %s: %s: %s", s.name, name, rule, f.Why)
				}
			}
		}
	}
}

// wrapAt breaks lines after n bytes, as a narrow terminal does.
func wrapAt(s string, n int) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		for len(line) > n {
			b.WriteString(line[:n] + "\n")
			line = line[n:]
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

func TestFindingsPointToWhereTheEvidenceSaysSo(t *testing.T) {
	const order = "Authorization: Bearer Zq7kR2mW9xTb4LvN8sYd\n"
	for _, c := range []struct{ text, rule, at string }{
		{posted("application/json", `{"a":1,}`), "request_json_invalid", "}"},
		{posted("text/plain", `{"a":1}`), "wrong_content_type", "text/plain"},
		{order + "GET /v1/product-orders/PO-77 HTTP/1.1\nHost: cvt.fibregateway.com\n", "order_id_not_numeric", "PO-77"},
		{"X-Request-ID: a1\nDate: Fri, 06 Jan 2023 12:30:00 GMT\n", "in_the_future", "Fri, 06 Jan 2023 12:30:00 GMT"},
	} {
		r := Reader{Now: noon}
		report := r.Read(c.text)
		f, ok := findingOf(report, c.rule)
		if got := report.Text.String()[f.Span.Start:f.Span.End]; !ok || got != c.at {
			t.Errorf("%s points to %q, want %q", c.rule, got, c.at)
		}
	}
}

func TestWhatExplainsACallComesBeforeWhatIsWorthKnowing(t *testing.T) {
	call := strings.Replace(tokenCall(`{"exp":1672990500}`, "422 Unprocessable Entity"), "Content-Length: 0\n", "\n", 1)
	report := new(Reader).Read("Environment: PRODUCTION\n" + call +
		`{"code":"ORDER_REJECTED","messages":["The supplier API returned the following message: no"]}`)
	var kinds []FindingKind
	for _, f := range report.Findings {
		kinds = append(kinds, f.Kind)
	}
	if !slices.Equal(kinds, []FindingKind{Cause, Question, Hint, Hint, Hint}) {
		t.Errorf("the order is %v: %+v", kinds, report.Findings)
	}
}

func TestAReaderWithoutAClockSaysNothingOfToday(t *testing.T) {
	report := new(Reader).Read("X-Request-ID: a1\nDate: Fri, 06 Jan 2099 12:30:00 GMT\n")
	if len(report.Findings) > 0 {
		t.Errorf("finds %+v", report.Findings)
	}
}

func TestWhatTestRunnersAndCertificatesSayIsNoDoubt(t *testing.T) {
	const call = "> GET /v1/product-orders/12 HTTP/1.1\n> Host: cvt.fibregateway.com\n> X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\n>\n< HTTP/1.1 200 OK\n< Date: Fri, 06 Jan 2023 07:54:30 GMT\n<\n"
	for _, c := range []struct {
		name, text string
		doubts     int
	}{
		{"a certificate's dates", "*  start date: Nov 24 19:19:34 2022 GMT\n*  expire date: Feb  1 19:19:34 2029 GMT\n" + call, 0},
		{"a host elsewhere in the text", call + "* we also saw api.fibregateway.com in the log\n", 0},
		{"an id that was cut off", "X-Request-ID: c878520d-6ffc-4d63-a367-95a8\n\n" + call, 0},
		{"a label at the front of its line", "Timestamp: 2023-01-05T07:54:30Z\n\n" + call, 1},
		{"another id under the header's name", "X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11\n\n" + call, 1},
	} {
		report, n := new(Reader).Read(c.text), 0
		for _, f := range report.Facts {
			n += len(f.Others)
		}
		if n != c.doubts {
			t.Errorf("%s: %d doubts, want %d: %+v", c.name, n, c.doubts, report.Facts)
		}
	}
}
