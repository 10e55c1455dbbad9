package evidence

import "strings"

// hostBehind takes the gateway's host off a target whose path a person wrote before it: "GET
// /v1/orders on api.example.com". It is nil for any other target.
func (b *block) hostBehind(t *target) []Header {
	path, rest, ok := strings.Cut(t.url, " ")
	if !ok || path[0] != '/' || len(rest) > maxFrom {
		return nil
	}
	words := strings.Fields(rest)
	if len(words) > 2 {
		return nil
	}
	host := wordOf(words[len(words)-1])
	if b.d.reader.Environment(host) == "" {
		return nil
	}
	t.url = path
	return []Header{{"Host", host}}
}

// told reads what a line says of an error behind its status: "code X, uuid Y", and a message that
// goes to the line's end.
func (b *block) told(words string, start int) {
	all := labels(words, start)
	if id := wordOf(words); isUUID(id) && len(all) > 0 && all[0].Field == ErrorCode { // HTTP 409, Y, code X
		all = append(all, Label{ErrorUUID, "", id, Span{start, start + len(id)}})
	}
	for _, l := range all { // HTTP 409, code X, uuid Y
		b.out = append(b.out, part{format: blockName, label: &l, span: l.Span, weak: true})
	}
	n := strings.LastIndexByte(words, '=')
	if n < 0 || len(all) == 0 {
		return
	}
	name := words[strings.LastIndexAny(words[:n], " ,;")+1 : n]
	text := strings.Trim(words[n+1:], " \t\"'")
	if labelFields[flatName(name)] != ErrorMessage || !strings.Contains(text, " ") || len(text) > maxTold {
		return
	}
	at := start + n + 1 + strings.Index(words[n+1:], text)
	span := Span{at, at + len(text)}
	b.out = append(b.out, part{format: blockName, label: &Label{ErrorMessage, name, text, span}, span: span, weak: true})
}

// requestLine is requestLine for a person's line, who may leave the scheme out before the gateway's host.
func (b *block) requestLine(line string) (target, bool) {
	if t, ok := requestLine(line); ok {
		return t, true
	}
	method, url, _ := strings.Cut(line, " ")
	host, _, path := strings.Cut(url, "/")
	if !methods[method] || !path || b.d.reader.Environment(host) == "" {
		return target{}, false
	}
	url = strings.TrimRight(url, " \t`")
	return target{method: method, url: "https://" + url, end: len(method) + 1 + len(url)}, true
}
