package evidence

import (
	"encoding/json"
	"strings"
)

// member is a value met on a walk through JSON. Numbers keep their digits.
type member struct {
	key     string // of the member, or of the array that holds the value
	value   string // unescaped when quoted
	quoted  bool
	inArray bool
	depth   int // 1 for the members of the outermost object
	object  int // number of the object that holds the member, in the order of their starts
}

// maxDepth is how deep a walk tells containers apart; what is deeper is skipped.
const maxDepth = 32

// container is an object or array that a walk is in.
type container struct {
	array  bool
	key    string
	object int
}

// jsonWalk is a walk through JSON. It is lenient: cut off or wrong, the text is walked as
// far as its strings and brackets make sense.
type jsonWalk struct {
	text    string
	visit   func(member)
	stack   []container
	depth   int // may exceed len(stack)
	objects int
	key     string
}

// walkJSON calls visit for every string, number and literal of a JSON text, in order. Its
// work is linear and it doesn't recurse.
func walkJSON(text string, visit func(member)) {
	w := &jsonWalk{text: text, visit: visit}
	for i := 0; i < len(text); {
		i = w.step(i)
	}
}

// step reads what stands at i and returns the place behind it.
func (w *jsonWalk) step(i int) int {
	switch c := w.text[i]; {
	case c == '{' || c == '[':
		w.open(c == '[')
	case c == '}' || c == ']':
		w.close()
	case c == '"':
		return w.str(i)
	case c == ',':
		w.key = ""
	case isAlnum(c) || c == '-':
		end := i
		for end < len(w.text) && (isAlnum(w.text[end]) || strings.IndexByte("+-.", w.text[end]) >= 0) {
			end++
		}
		w.met(w.text[i:end], false)
		return end
	}
	return i + 1
}

func (w *jsonWalk) open(array bool) {
	w.depth++
	if w.depth > maxDepth {
		return
	}
	w.objects++
	w.stack = append(w.stack, container{array, w.key, w.objects})
	w.key = ""
}

func (w *jsonWalk) close() {
	if w.depth > 0 && w.depth <= maxDepth {
		w.stack = w.stack[:len(w.stack)-1]
	}
	w.depth = max(0, w.depth-1)
	w.key = ""
}

// str reads a string: a key when a colon follows it in an object, else a value.
func (w *jsonWalk) str(i int) int {
	t := w.text
	end, escaped := i+1, false
	for end < len(t) && t[end] != '"' && t[end] != '\n' {
		if t[end] == '\\' {
			escaped = true
			end++
		}
		end++
	}
	if end >= len(t) || t[end] != '"' {
		return min(end+1, len(t)) // cut off
	}
	p := end + 1
	for p < len(t) && isSpace(t[p]) {
		p++
	}
	if at(t, p) == ':' && len(w.stack) > 0 && !w.stack[len(w.stack)-1].array {
		w.key = unescape(t[i:end+1], escaped && end-i < 256)
		return p + 1
	}
	if w.depth <= maxDepth && end-i <= 64<<10 {
		w.met(unescape(t[i:end+1], escaped), true)
	}
	return end + 1
}

func unescape(s string, escaped bool) string {
	if escaped {
		var out string
		if json.Unmarshal([]byte(s), &out) == nil {
			return out
		}
	}
	return s[1 : len(s)-1]
}

func (w *jsonWalk) met(value string, quoted bool) {
	if w.depth == 0 || w.depth > maxDepth {
		return
	}
	top := w.stack[len(w.stack)-1]
	m := member{key: w.key, value: value, quoted: quoted, inArray: top.array, depth: w.depth, object: top.object}
	if top.array {
		m.key = top.key
	}
	w.visit(m)
}
