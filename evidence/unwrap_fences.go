package evidence

import "strings"

// apartFences puts the marks of a box of code on lines of their own that a chat has set beside what the box
// holds: "```curl …```"; and writes them in the place of Org's.
func apartFences(text string) *excerpt {
	const fence = "```"
	if !strings.Contains(text, fence) && !strings.Contains(text, "#+") {
		return nil
	}
	v := &excerpt{once: true}
	found := false
	for _, l := range textLines(text) {
		line, start := text[l.Start:l.End], l.Start
		visited(len(line))
		if front := strings.TrimLeft(line, " \t"); hasFold(front, "#+begin_") || hasFold(front, "#+end_") || hasFold(front, "#+results") {
			found = true
			v.add(fence+"\n", start)
			continue
		}
		if rest, ok := strings.CutPrefix(line, fence); ok && strings.ContainsAny(rest, " \t{") && !strings.Contains(strings.TrimSuffix(rest, fence), "`") {
			found = true
			v.add(fence+"\n", start)
			line, start = rest, start+len(fence)
		}
		bare, ok := strings.CutSuffix(line, fence)
		if ok = ok && strings.TrimSpace(bare) != "" && !strings.HasSuffix(bare, "`"); ok {
			found, line = true, bare
		}
		v.add(line, start)
		v.add("\n", l.End)
		if ok {
			v.add(fence+"\n", l.End)
		}
	}
	if !found {
		return nil
	}
	return v
}
