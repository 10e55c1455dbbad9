package evidence

import "strings"

// iniFile reads exchanges out of tables of "key = value" lines below "[titles]": TOML, and the INI
// files that it comes from. Without a title such lines are what a client was told to print of a call,
// and must tell its status.
type iniFile struct{}

const iniFileName = "tables of settings"

func (f iniFile) parts(d *document) (out []part) {
	for k := 0; k < len(d.lines); k++ {
		if d.taken[k] {
			continue
		}
		titled := iniTitle(d.line(k)) != ""
		if !titled && !(d.setting(k) && d.setting(k+1) && d.setting(k+2)) {
			continue
		}
		first := k
		t := &iniTables{d: d, root: &node{kind: mapNode, span: Span{d.lines[k].Start, d.lines[k].End}}}
		if !titled {
			t.table = t.root
		}
		for next, ok := t.line(k); ok; next, ok = t.line(k) {
			k = next
		}
		if t.keys < 3 {
			k = max(first, k-1)
			continue
		}
		t.root.span.End = d.endOf(first, k)
		records, _ := d.records(t.root)
		if len(records) == 1 && !titled {
			records[0].takeForeign(t.root)
		}
		for _, r := range records {
			if !titled && (r.status == 0 || r.target() == "") {
				continue
			}
			out = append(out, r.part(d, iniFileName))
			d.take(first, k)
		}
		k--
	}
	return out
}

// setting reports whether line k holds one word, an equals sign and a value, and nothing else.
func (d *document) setting(k int) bool {
	if k >= len(d.lines) || d.taken[k] {
		return false
	}
	line := d.line(k)
	if strings.IndexByte(line, '=') < 0 {
		return false
	}
	n := 0
	for n < len(line) && n <= maxKey && (isAlnum(line[n]) || line[n] == '_' || line[n] == '-' || line[n] == '.') {
		n++
	}
	return n > 0 && isAlpha(line[0]) && at(line, skipBlank(line, n)) == '='
}

// iniTables is a run of tables that is being read.
type iniTables struct {
	d     *document
	root  *node
	table *node // the open one
	inner *node // what the front of a dotted key named last in it
	keys  int
}

// iniTitle returns the name of the table that a line opens, "" for another line.
func iniTitle(line string) string {
	line = strings.TrimSpace(line)
	name := strings.Trim(line, "[]")
	if len(name) == 0 || len(name) > maxKey || len(line)-len(name) != 2 && len(line)-len(name) != 4 || line[0] != '[' || !isAlpha(name[0]) {
		return ""
	}
	for i := range len(name) {
		if !isAlnum(name[i]) && strings.IndexByte("._- \"", name[i]) < 0 {
			return ""
		}
	}
	return strings.ReplaceAll(name, `"`, "")
}

// line reads line k and returns the line behind it and its value. ok is false for one that belongs
// to no table.
func (t *iniTables) line(k int) (next int, ok bool) {
	d := t.d
	if k >= len(d.lines) || d.taken[k] || d.lines[k].End-d.lines[k].Start > maxOutline {
		return k, false
	}
	line, start := d.trimmed(k)
	if name := iniTitle(line); name != "" {
		t.open(name[strings.LastIndexByte(name, '.')+1:], d.lines[k])
		return k + 1, true
	}
	if line == "" || line[0] == '#' || line[0] == ';' {
		return k + 1, true
	}
	n := 0
	for n < len(line) && n <= maxKey && (isAlnum(line[n]) || strings.IndexByte("_-.@\"' ", line[n]) >= 0) {
		n++
	}
	key := strings.Trim(line[:n], " \"'")
	if key == "" || at(line, n) != '=' || t.table == nil {
		return k, false
	}
	v := skipBlank(line, n+1)
	t.keys++
	value, next := t.value(k, line[v:], start+v)
	holder := t.table
	if n := strings.LastIndexByte(key, '.'); n > 0 && strings.HasSuffix(strings.ToLower(key[:n]), "error") {
		holder, key = t.within(key[:n], d.lines[k]), key[n+1:]
	}
	value.key = key
	holder.kids = append(holder.kids, value)
	return next, true
}

// within returns the member of the open table that the front of a dotted key names.
func (t *iniTables) within(name string, place Span) *node {
	if n := t.inner; n != nil && n.key == name {
		return n
	}
	t.inner = &node{kind: mapNode, key: name, span: place}
	t.table.kids = append(t.table.kids, t.inner)
	return t.inner
}

// open opens a table: that of an answer or a request, or one whose members are the text's own.
func (t *iniTables) open(name string, place Span) {
	t.inner = nil
	if sideWords[strings.ToLower(name)] == noSide && !strings.EqualFold(name, "headers") {
		t.table = t.root
		return
	}
	t.table = &node{kind: mapNode, key: name, span: place}
	t.root.kids = append(t.root.kids, t.table)
}

// value reads the value that starts at a place in line k, and over lines between three quotes.
func (t *iniTables) value(k int, text string, start int) (*node, int) {
	d := t.d
	for _, quotes := range []string{"'''", `"""`} {
		if !strings.HasPrefix(text, quotes) {
			continue
		}
		from := start + len(quotes)
		for end := k; end < len(d.lines) && !d.taken[end]; end++ {
			d.look(end)
			line := max(from, d.lines[end].Start)
			n := strings.Index(d.text[line:d.lines[end].End], quotes)
			if n < 0 {
				continue
			}
			value := strings.Trim(d.text[from:line+n], "\r\n")
			return &node{kind: textNode, value: value, span: Span{from, line + n}}, end + 1
		}
	}
	n := &node{kind: wordNode, value: text, span: Span{start, start + len(text)}}
	if q := len(text) - 1; q > 0 && (text[0] == '"' || text[0] == '\'') && text[q] == text[0] {
		n.kind = textNode
		if n.value = text[1:q]; text[0] == '"' {
			n.value = unescapeText(n.value)
		}
	}
	return n, k + 1
}
