package evidence

import "strings"

// bareCall returns the field of the target of a call whose method is the field at i, with the host
// between them and the status behind, 0 for none: GET|api.example.com|/v1|404.
func (l *accessLine) bareCall(i int) int {
	if i+3 >= len(l.fields) || !methods[l.fields[i].text] || !isDomain(l.fields[i+1].text) || !strings.HasPrefix(l.fields[i+2].text, "/") {
		return 0
	}
	for _, f := range l.fields[i : i+3] {
		if f.key != "" || f.quote == '[' || f.quote == '{' {
			return 0
		}
	}
	if logStatus(l.fields[i+3]) == 0 {
		return 0
	}
	return i + 2
}

// ids takes the values that say themselves what they are: TENANT_15 of a captured header, and of
// Envoy's format the request id, which stands before the host.
func (l *accessLine) ids() {
	add := func(f Field, v string, at int) {
		l.r.labels = append(l.r.labels, Label{f, "field of the log", v, Span{l.start + at, l.start + at + len(v)}})
	}
	for _, u := range unnamedIDs(l.line, l.start) {
		if u.Field == RequestID || u.Field == ConversationID {
			l.r.labels = append(l.r.labels, u)
		}
	}
	if f := l.fields[len(l.fields)-1]; f.key == "" && isUUID(f.text) && !l.identified() && l.uuids() == 1 && len(l.fields) > l.behind {
		add(RequestID, f.text, f.at)
	}
	for i, f := range l.fields {
		if f.key != "" || i == l.first {
			continue
		}
		if f.quote == '"' && isUUID(f.text) && i+1 < len(l.fields) && l.fields[i+1].quote == '"' && isDomain(l.fields[i+1].text) {
			add(RequestID, f.text, f.at)
		}
		at := f.at
		for part := range strings.SplitSeq(f.text, "|") {
			if field := namesItself(part); field != "" {
				add(field, part, at)
			}
			at += len(part) + 1
		}
	}
}

// identified reports whether a line names an id, or two without names.
func (l *accessLine) identified() bool {
	for _, known := range l.r.labels {
		if known.Field == RequestID || known.Field == ConversationID {
			return true
		}
	}
	return false
}

// uuids counts the fields of a line that are UUIDs without a name.
func (l *accessLine) uuids() (n int) {
	for _, f := range l.fields {
		if f.key == "" && isUUID(f.text) {
			n++
		}
	}
	return n
}

// namesItself returns the field that a code names by its first word, "" for none: TENANT_15.
func namesItself(v string) Field {
	if len(v) > 64 || !strings.ContainsAny(v, "0123456789") {
		return ""
	}
	words := keyWords(v)
	if len(words) != 2 || !allDigits(words[1]) {
		return ""
	}
	if f := labelFields[words[0]]; (f == Tenant || f == Supplier) && !isTicketKey(v) {
		return f
	}
	return ""
}

// isTicketKey reports whether a code may be the key of somebody's own ticket, as ISP-7713: three letters, a hyphen and a
// number.
func isTicketKey(v string) bool { return strings.IndexByte(v, '-') == len("ISP") }
