package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// deployed reads a file of deploy/.
func deployed(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// series is what a scrape of the running program gave: each metric's label values, by label.
type series map[string]map[string][]string

var sampleForm = regexp.MustCompile(`^([a-z_]+)(?:\{(.*)\})? `)

// scrape boots the program with a listener for metrics and reads what it tells.
func scrape(t *testing.T) series {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	p := newProgram(t, "DOCKET_METRICS_ADDR="+l.Addr().String())
	p.start()
	p.get("/", "")
	resp, err := http.Get("http://" + l.Addr().String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return readSeries(t, resp.Body)
}

func readSeries(t *testing.T, text io.Reader) series {
	t.Helper()
	all := series{}
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		m := sampleForm.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		if all[m[1]] == nil {
			all[m[1]] = map[string][]string{}
		}
		for _, pair := range matcherForm.FindAllStringSubmatch(m[2], -1) {
			all[m[1]][pair[1]] = append(all[m[1]][pair[1]], pair[3])
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	matcherForm  = regexp.MustCompile(`([a-z_]+)(=~|=)"([^"]*)"`)
	metricForm   = regexp.MustCompile(`([a-z_]+)(?:\{([^}]*)\})?`)
	grouping     = regexp.MustCompile(`\b(?:by|on|without|ignoring) \(([^)]*)\)`)
	numberOrSpan = regexp.MustCompile(`\[[^\]]*\]|\b[0-9][0-9.e]*\b`)
	promQL       = []string{"sum", "max", "min", "rate", "increase", "delta", "absent", "histogram_quantile", "predict_linear", "and", "or", "unless", "up", "label_values", ""}
)

// given are the labels that Prometheus gives.
var given = []string{"instance", "job", "le"}

// check compares an expression with what there is: every metric, every label, and every value of
// a label whose values are known from the start.
func (s series) check(t *testing.T, expr string) {
	t.Helper()
	var labels []string
	for _, group := range grouping.FindAllStringSubmatch(expr, -1) {
		labels = append(labels, strings.FieldsFunc(group[1], func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	rest := numberOrSpan.ReplaceAllString(grouping.ReplaceAllString(expr, " "), " ")
	var found []string
	for _, m := range metricForm.FindAllStringSubmatch(rest, -1) {
		if slices.Contains(promQL, m[1]) {
			continue
		}
		if s[m[1]] == nil {
			t.Errorf("%q names %s, which the program does not have", expr, m[1])
			continue
		}
		found = append(found, m[1])
		for _, matcher := range matcherForm.FindAllStringSubmatch(m[2], -1) {
			s.checkMatcher(t, m[1], matcher[1], matcher[3])
		}
	}
	for _, label := range labels {
		has := func(metric string) bool { return s[metric][label] != nil }
		if !slices.Contains(given, label) && !slices.ContainsFunc(found, has) {
			t.Errorf("%q groups by %s, which none of its metrics has", expr, label)
		}
	}
	if len(found) == 0 && !strings.HasPrefix(expr, "up{") {
		t.Errorf("%q names no metric", expr)
	}
}

func (s series) checkMatcher(t *testing.T, metric, label, values string) {
	t.Helper()
	if slices.Contains(given, label) {
		return
	}
	known := s[metric][label]
	if known == nil {
		t.Errorf("%s has no label %s", metric, label)
	}
	for _, value := range strings.Split(values, "|") {
		if label != "code" && !slices.Contains(known, value) { // classes of status appear as they occur
			t.Errorf("%s{%s} is never %q but one of %q", metric, label, value, known)
		}
	}
}

func TestAlertsAndDashboardNameMetricsThatExist(t *testing.T) {
	all := scrape(t)
	exprs := regexp.MustCompile(`(?m)^        expr: (.+)$`).FindAllStringSubmatch(deployed(t, "alerts.yml"), -1)
	for _, expr := range exprs {
		all.check(t, expr[1])
	}
	for _, part := range []string{"- alert: ", "summary: ", "action: ", "severity: "} {
		if n := strings.Count(deployed(t, "alerts.yml"), part); n != len(exprs) || n == 0 {
			t.Errorf("%d expressions, %d times %q", len(exprs), n, part)
		}
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(deployed(t, "dashboard.json")), &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			all.check(t, target.Expr)
		}
	}
	if len(dashboard.Panels) < 10 {
		t.Errorf("%d panels", len(dashboard.Panels))
	}
}

func TestTheExampleEnvironmentIsOneThatServeTakes(t *testing.T) {
	env := map[string]string{}
	for line := range strings.Lines(deployed(t, "docket.env")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			env[name] = strings.Trim(value, "'")
		}
	}
	if env["DOCKET_DATA_DIR"] != "/var/lib/docket" || !strings.Contains(deployed(t, "Caddyfile"), "reverse_proxy "+env["DOCKET_ADDR"]) {
		t.Error("the unit or the proxy has another place")
	}
	env["DOCKET_DATA_DIR"], env["DOCKET_SMTP_URL"] = t.TempDir(), ""
	got := docket(t, env, "", "doctor")
	if strings.Contains(got.stdout, "FAIL  configuration") || !strings.Contains(got.stdout, "configuration") {
		t.Errorf("%d\n%s%s", got.code, got.stdout, got.stderr)
	}
	help := docket(t, nil, "", "serve", "--help").stdout
	for name := range env {
		if !strings.Contains(help, "$"+name+")") {
			t.Errorf("there is no setting %s", name)
		}
	}
}

func TestTheUnitIsOneThatSystemdTakes(t *testing.T) {
	analyze := tool(t, "systemd-analyze")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "docket.service")
	text := strings.Replace(deployed(t, "docket.service"), "ExecStart=/usr/local/bin/docket", "ExecStart="+self, 1)
	if err := os.WriteFile(unit, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}
