package evidence

import "strings"

// maxTestEvent is how far into a line the output of a test's event is looked for, in bytes.
const maxTestEvent = 1 << 10

// withoutTestEvents takes what a test printed out of the events that go test -json makes of it, one in a line:
// {"Time":"…","Action":"output","Package":"…","Output":"…\n"}. The other events go.
func withoutTestEvents(text string) *excerpt {
	const action, output = `"Action":"`, `"Output":"`
	if !strings.Contains(text, action+`output"`) {
		return nil
	}
	v, events := &excerpt{once: true}, 0
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		front := line[:min(len(line), maxTestEvent)]
		visited(len(front))
		n := strings.Index(front, output)
		switch {
		case !isTestEvent(front):
			v.add(line, l.Start)
			v.add("\n", min(l.End, len(text)-1))
		case n >= 0 && strings.HasSuffix(line, `"}`):
			n += len(output)
			events++
			v.addUnescaped(line[n:len(line)-len(`"}`)], l.Start+n)
		}
	}
	if events == 0 {
		return nil
	}
	return v
}

// isTestEvent reports whether a line is an event of go test -json, of a package or a test, rather than a log's with an
// action of its own.
func isTestEvent(line string) bool {
	_, action, ok := strings.Cut(line, `"Action":"`)
	if !ok || !strings.HasPrefix(line, `{"`) || !strings.Contains(line, `"Package":"`) && !strings.Contains(line, `"Test":"`) && !strings.Contains(line, `"ImportPath":"`) {
		return false
	}
	switch action, _, _ = strings.Cut(action, `"`); action {
	case "start", "run", "pause", "cont", "pass", "bench", "fail", "output", "skip", "attr", "artifacts", "build-output", "build-fail":
		return true
	}
	return false
}

// addUnescaped adds the content of a string that stands at origin, with its escapes undone.
func (v *excerpt) addUnescaped(raw string, origin int) {
	for i := 0; i < len(raw); {
		n := strings.IndexByte(raw[i:], '\\')
		if n < 0 || i+n+1 >= len(raw) {
			v.add(raw[i:], origin+i)
			return
		}
		v.add(raw[i:i+n], origin+i)
		i += n
		var b strings.Builder
		width := 1 + writeEscape(&b, raw[i+1:])
		v.add(b.String(), origin+i)
		i += width
	}
}
