package evidence

import "strings"

// joinedValue writes a value that may be a list as a header has it.
func joinedValue(n *node) string { return joinedBy(n, ", ") }

func joinedBy(n *node, sep string) string {
	if n.scalar() {
		return n.value
	}
	if len(n.kids) == 1 && !n.kids[0].scalar() {
		return joinedBy(n.kids[0], sep) // {"arrayValue":{"values":[…]}} of OpenTelemetry
	}
	var parts []string
	for _, kid := range n.kids {
		switch {
		case kid.scalar():
			parts = append(parts, kid.value)
		case len(kid.kids) == 1 && kid.kids[0].scalar():
			parts = append(parts, kid.kids[0].value)
		}
	}
	return strings.Join(parts, sep)
}

// isPairs reports whether a list holds names and values: {"key":…,"value":…}.
func isPairs(n *node) bool {
	for _, kid := range n.kids {
		if pairOf(kid) == nil {
			return false
		}
	}
	return len(n.kids) > 0
}

// pairOf returns the value of a pair, with its name as the key; nil for anything else.
func pairOf(n *node) *node {
	if (n.kind == listNode || n.kind == mapNode) && len(n.kids) == 2 && n.kids[0].key == "" && n.kids[1].key == "" && n.kids[0].kind == textNode && (n.kids[1].scalar() || n.kids[1].kind == listNode && allScalar(n.kids[1])) {
		v := *n.kids[1]
		v.key = n.kids[0].value
		return &v
	}
	if n.kind != mapNode || len(n.kids) < 2 || len(n.kids) > 6 {
		return nil
	}
	name, value := n.member("name"), n.member("value")
	if name == nil {
		name = n.member("key")
	}
	if name == nil || value == nil || !name.scalar() {
		return nil
	}
	v := *value
	if !v.scalar() && len(v.kids) == 1 && strings.HasSuffix(v.kids[0].key, "Value") { // OpenTelemetry
		v = *v.kids[0]
	}
	v.key = name.value
	return &v
}

// headersOf reads headers, however a literal writes them: a map of names to values or lists, a
// list of pairs, names and values in turn, or a text of lines.
func headersOf(n *node) (out []Header) {
	add := func(name, value string) {
		if name != "" && !strings.HasPrefix(name, ":") && len(name) <= 128 {
			out = append(out, Header{strings.Trim(name, `"'`), value})
		}
	}
	switch {
	case n.kind == textNode && literalWithin(n.value) >= 0:
		root, _, _ := readTree(n.value, literalWithin(n.value))
		return headersOf(root)
	case n.kind == textNode:
		for line := range strings.SplitSeq(n.value, "\n") {
			if h, ok := headerLine(strings.Trim(line, " \t\r")); ok {
				out = append(out, h)
			}
		}
	case n.kind == listNode && isPairs(n):
		for _, kid := range n.kids {
			if p := pairOf(kid); !p.void() {
				add(p.key, joinedValue(p))
			}
		}
	case n.kind == listNode && isLines(n):
		for _, kid := range n.kids {
			h, _ := headerLine(kid.value)
			add(h.Name, h.Value)
		}
	case n.kind == listNode && len(n.kids)%2 == 0 && allScalar(n):
		for i := 0; i < len(n.kids); i += 2 {
			add(n.kids[i].value, n.kids[i+1].value)
		}
	default:
		for _, kid := range n.kids {
			if (kid.key == "" || strings.EqualFold(kid.key, "headers")) && !kid.scalar() {
				out = append(out, headersOf(kid)...)
				continue
			}
			if isStatusLine(kid.value) || isRequestLine(kid.value) {
				continue
			}
			if kid.void() {
				if kid.left { // there was one
					add(kid.key, "")
				}
				continue
			}
			if p := pairOf(kid); p != nil && p.scalar() && strings.EqualFold(p.key, kid.key) { // 'date' => {name: 'date', value: …}
				add(p.key, p.value)
				continue
			}
			if len(kid.kids) > 0 && kid.kind == mapNode && !hasHeaderValue(kid) {
				out = append(out, headersOf(kid)...) // {common: {…}, post: {…}}
				continue
			}
			add(kid.key, joinedValue(kid))
		}
	}
	return out
}

// isLines reports whether a list holds header fields, each in one string.
func isLines(n *node) bool {
	for _, kid := range n.kids {
		if h, ok := headerLine(kid.value); kid.kind != textNode || kid.key != "" || !ok || h.Value == "" {
			return false
		}
	}
	return len(n.kids) > 0
}

// literalWithin returns where the literal starts that a text holds, but for a word before it; -1 when
// the text is none.
func literalWithin(s string) int {
	i := strings.IndexAny(s, "{[")
	if i < 0 || i > 16 || strings.ContainsAny(s[:i], " \n:") || len(s) < 4 {
		return -1
	}
	return i
}

func hasHeaderValue(n *node) bool { return len(n.kids) == 1 && n.kids[0].scalar() }

func allScalar(n *node) bool {
	for _, kid := range n.kids {
		if !kid.scalar() || kid.key != "" {
			return false
		}
	}
	return len(n.kids) > 0
}
