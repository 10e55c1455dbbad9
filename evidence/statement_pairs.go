package evidence

import (
	"slices"
	"strings"
)

// identify takes the ids that a line's words give without a mark between name and value, or
// without names.
func (r *record) identify(words string, base int) {
	had := map[Field]bool{}
	for _, l := range r.labels {
		had[l.Field] = true
	}
	if len(words) > 1<<16 {
		return
	}
	named := labels(words, base)
	tells := func(f Field) bool { return slices.ContainsFunc(named, func(l Label) bool { return l.Field == f }) }
	told := r.status >= 400 && tells(ErrorUUID) && (tells(ErrorCode) || had[ErrorCode]) // the gateway's own error
	for _, l := range append(named, unnamedIDs(words, base)...) {
		if !had[l.Field] && (identifies[l.Field] || told && (l.Field == ErrorUUID || l.Field == ErrorCode || l.Field == ErrorMessage)) {
			r.labels = append(r.labels, l)
			had[l.Field] = true
		}
	}
}

// blames takes what a line says of an error in words: its code, with the message and the uuid behind it.
func (r *record) blames(text string, base int) {
	if r.status < 400 || len(text) > maxProseLine || strings.IndexByte(text, '{') >= 0 {
		return
	}
	for _, l := range proseFacts(&Reader{}, text, base) {
		if l.Field == ErrorCode || l.Field == ErrorMessage || l.Field == ErrorUUID {
			r.labels = append(r.labels, l)
		}
	}
}

// unnamedIDs finds two UUIDs that stand beside one another and that nothing names: the request id
// comes first, as everywhere that both are given. A code of a tenant says itself what it is.
func unnamedIDs(line string, base int) (out []Label) {
	last, paired := Span{}, false
	for i := 0; i < len(line); {
		if !isAlnum(line[i]) {
			i++
			continue
		}
		end := i
		for end < len(line) && (isAlnum(line[end]) || line[end] == '-' || line[end] == '_') {
			end++
		}
		w := line[i:end]
		switch before := at(line, i-1); {
		case before == '=' || before == ':' || before == '/':
		case isUUID(w) && last.End > 0 && !paired && strings.Trim(line[last.End:i], " ,|;/][\"") == "" && i-last.End <= 3:
			paired = true
			out = append(out, Label{RequestID, "", line[last.Start:last.End], Span{base + last.Start, base + last.End}}, Label{ConversationID, "", w, Span{base + i, base + end}})
		case isUUID(w) && !named(line[:i]):
			last = Span{i, end}
		case namesItself(w) != "" && w == strings.ToUpper(w):
			out = append(out, Label{namesItself(w), "", w, Span{base + i, base + end}})
		}
		i = end
	}
	return out
}

// named reports whether the word before a value names it.
func named(before string) bool {
	word := strings.TrimRight(before, " \t:=\"'([")
	word = word[strings.LastIndexAny(word, " \t,;([")+1:]
	return factOf(word) != "" || strings.EqualFold(word, "uuid") || strings.EqualFold(word, "id")
}

// wordsBefore returns the last words of a text that name what follows: a key before = or :, or
// words such as "response headers"; "" for words that don't.
func wordsBefore(s string) string {
	pair := strings.HasSuffix(s, "=") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ": ")
	s = strings.TrimRight(s, " \t:=-(&")
	s = strings.TrimSuffix(strings.TrimSuffix(s, " was"), " is")
	end := len(s)
	for n := 0; n < 2; n++ {
		i := len(strings.TrimRight(s[:end], " \t"))
		j := i
		for j > 0 && (isAlpha(s[j-1]) || s[j-1] == '_' || pair && (s[j-1] == '.' || s[j-1] == '-')) {
			j--
		}
		if j == i {
			break
		}
		if side, attr, _ := classify(s[j:]); !pair && side == noSide && attr != headersAttr && attr != bodyAttr || n > 0 && attr == noAttribute {
			break
		}
		end = j
		if pair {
			break
		}
	}
	return strings.TrimSpace(s[end:])
}

// pairsIn finds the keys and values of a line: a=b, a="b c", a: "b", a="b", and a: b before a comma.
func pairsIn(line string) (out []*node) {
	for i := 0; i < len(line); {
		if !isAlpha(line[i]) && line[i] != '@' && line[i] != '_' || i > 0 && (isAlnum(line[i-1]) || strings.IndexByte("/?&=.-_%", line[i-1]) >= 0) {
			i++
			continue
		}
		end := i
		for end < len(line) && (isAlnum(line[end]) || strings.IndexByte("_.-@", line[end]) >= 0) {
			end++
		}
		v, sep := end, at(line, end)
		quoted := false
		switch {
		case sep == '=' && at(line, end+1) != '=':
			v = end + 1
		case sep == ':' && isBlank(at(line, end+1)):
			v = skipBlank(line, end+1)
			quoted = true // without quotes the value must end at a comma
		default:
			i = end
			continue
		}
		n := pairValue(line, v, quoted)
		if n == nil {
			i = end
			continue
		}
		n.key = line[i:end]
		out = append(out, n)
		i = max(n.span.End, end+1)
	}
	return out
}

// pairValue reads the value of a pair at v.
func pairValue(line string, v int, careful bool) *node {
	switch c := at(line, v); {
	case c == '"' || c == '\'':
		r := &treeReader{text: line, room: new(nodeRoom), stack: []open{{node: &node{}}}}
		end := r.quotedText(v)
		visited(end - v)
		n := r.stack[0].node.kids[0]
		return n
	case c == 0 || isBlank(c):
		return nil
	}
	end := v
	for end < len(line) && !isBlank(line[end]) && strings.IndexByte(",;\"|", line[end]) < 0 && (line[end] != ']' && line[end] != ')' || markerEndsAt(line, end)) {
		if line[end] == '[' {
			if n := markerLen(line[end:]); n > 0 {
				end += n
				continue
			}
		}
		end++
	}
	for end > v && line[end-1] == ':' {
		end--
	}
	if end == v || careful && at(line, end) != ',' && end < len(line) {
		return nil
	}
	return &node{kind: wordNode, value: line[v:end], span: Span{v, end}}
}

// markerEndsAt reports whether the bracket at i ends a marker.
func markerEndsAt(line string, i int) bool {
	if i < 0 {
		return false
	}
	n := strings.LastIndex(line[:i], markerOpen)
	return n >= 0 && n+markerLen(line[n:]) == i+1
}
