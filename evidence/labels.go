package evidence

import (
	"slices"
	"strings"
)

// labelFields are the names that people and systems give the facts, without blanks, hyphens
// and case, and the field that each means.
var labelFields = func() map[string]Field {
	m := map[string]Field{}
	for field, names := range map[Field]string{
		Environment:       "environment env platform",
		Tenant:            "tenant tenantid tenantcode xtenant xtenantid tenantname isp",
		Supplier:          "supplier supplierid suppliercode xsupplier suppliername networkoperator",
		OccurredAt:        "date timestamp ts time when datetime dateandtime occurredat occurred occurredon timeofrequest timeoftherequest timestampoftherequest timestampofrequest timestampoftherequestresponse timestampoftherequest/response dateofrequest happenedat requesttime responsetime senton sentat",
		RequestID:         "requestid xrequestid reqid requestuuid requestidentifier rqid xreqid requestguid xrequestidheader",
		ConversationID:    "conversationid xconversationid conversation conv convid conversationuuid conversationidentifier xconvid xconversationidheader",
		OrderID:           "orderid ordernumber orderno order fibrecafeorderid fibrecafeorder fibrecafeordernumber fibrecafeorderno productorderid productorder ordernr orderref",
		SupplierReference: "supplierreference supplierref supplierordernumber supplierorderno suppliersreference suppliersownreference supplierorderid supplierorderref supplierinternalreference supplierorderreference suppliersref",
		ErrorUUID:         "erroruuid errorid uuid erroridentifier errorguid",
		ErrorCode:         "errorcode errorresponsecode code",
		ErrorMessage:      "errormessage message errormessages errortext messages",
	} {
		for _, n := range strings.Fields(names) {
			m[n] = field
		}
	}
	return m
}()

// uuidNames are short names of ids, which mean one only before a UUID.
var uuidNames = map[string]Field{"request": RequestID, "req": RequestID, "rid": RequestID, "cid": ConversationID, "err": ErrorUUID, "error": ErrorUUID}

// labelHeads are the first words that a label may have.
var labelHeads = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("fibre product date time timestamp order request req supplier suppliers tenant conversation conv error x network response rq happened occurred sent") {
		m[w] = true
	}
	return m
}()

// maxLabelWords is how many words the longest label has.
const maxLabelWords = 5

// openers are the marks that may stand before a value.
const openers = "`\"'<([*#{"

// found is a label as it stands in a line.
type found struct {
	field      Field
	start, end int  // of the name
	value      int  // where the value starts
	sep        byte // ':' '=' '\t', or ' ' where only blanks or "is" part them
}

// labelAt reads the label whose name starts at i, the longest that there is.
func labelAt(line string, i int) (f found, ok bool) {
	var flat [64]byte
	n, p := 0, i
	for words := 0; words < maxLabelWords; words++ {
		q := p
		for q < len(line) && (isAlnum(line[q]) || line[q] == '-' || line[q] == '_' || line[q] == '/' || line[q] == '\'') {
			c := line[q]
			if c != '-' && c != '_' && c != '\'' {
				if n == len(flat) {
					return f, ok
				}
				if isUpper(c) {
					c |= 0x20
				}
				flat[n] = c
				n++
			}
			q++
		}
		if q == p {
			break
		}
		if q-i > 8 && strings.HasSuffix(line[i:q], "lD") { // how a picture's text is read
			flat[n-2] = 'i'
		}
		if field, known := labelFields[string(flat[:n])]; known {
			if v, sep := valueOf(line, abbreviationEnd(line, q)); sep != 0 {
				f, ok = found{field, i, q, v, sep}, true
			} else if i > 0 && line[i-1] == '<' && at(line, q) == '>' && q+1 < len(line) { // an element of XML
				f, ok = found{field, i, q, q + 1, '='}, true
			}
		} else if field := uuidNames[string(flat[:n])]; field != "" {
			if v, sep := valueOf(line, q); sep != 0 && isUUID(wordOf(strings.TrimLeft(line[v:], openers))) {
				f, ok = found{field, i, q, v, sep}, true
			}
		}
		if words == 0 && !labelHeads[string(flat[:n])] {
			break
		}
		if at(line, q) != ' ' {
			break
		}
		p = q + 1
	}
	return f, ok
}

// abbreviationEnd steps over the full stop of a label that ends in a number's short name: "order no. 12".
func abbreviationEnd(line string, q int) int {
	if w := line[max(0, q-2):q]; at(line, q) == '.' && isBlank(at(line, q+1)) && (strings.EqualFold(w, "no") || strings.EqualFold(w, "nr")) {
		return q + 1
	}
	return q
}

// valueOf reads what parts a label that ends at q from its value.
func valueOf(line string, q int) (v int, sep byte) {
	p := q
	for p < len(line) && strings.IndexByte("*`\"'_)", line[p]) >= 0 {
		p++
	}
	if p < len(line) && line[p] == '(' { // Order id (if applicable): 12
		if n := strings.IndexByte(line[p:min(len(line), p+40)], ')'); n > 0 {
			p += n + 1
		}
	}
	m := skipBlank(line, p)
	if m >= len(line) {
		return m, 0
	}
	switch c := line[m]; {
	case c == ':' || c == '=':
		for m < len(line) && strings.IndexByte(":=>* \t", line[m]) >= 0 {
			m++
		}
		return m, c
	case m > p && (strings.IndexByte(line[p:m], '\t') >= 0 || m > p+1):
		return m, '\t'
	case m > p && (line[m] == '-' || strings.HasPrefix(line[m:], "–")) && isBlank(at(line, m+1)):
		return skipBlank(line, m+1), ' '
	case strings.HasPrefix(line[m:], "||"): // the title of a row, in Jira's markup
		return skipBlank(line, m+len("||")), ' '
	case m > p && hasFold(line[m:], "is "):
		return m + len("is "), ' '
	case m > p && hasFold(line[m:], "was "):
		return m + len("was "), ' '
	case m > p:
		return m, ' '
	}
	return 0, 0
}

// labels reads every label of a line, wherever it stands. A value after a mark at the front
// of the line may be any text that its field takes; elsewhere it must look like one.
func labels(line string, base int) []Label {
	var out []Label
	front := bulletEnd(line)
	for i := front; i < len(line); {
		if !isAlpha(line[i]) {
			i++
			continue
		}
		if f, ok := labelAt(line, i); ok {
			sure := i == front && f.sep != ' '
			if v, start, ok := labelValue(line, f, sure); ok {
				place := Span{base + start, base + start + len(v)}
				i = max(start+len(v), f.end)
				if f.field == OccurredAt {
					v = inNamedZone(line[f.start:f.value], v)
				}
				out = append(out, Label{f.field, line[f.start:f.end], v, place})
				continue
			}
		}
		for i < len(line) && (isAlnum(line[i]) || line[i] == '-' || line[i] == '_') {
			i++
		}
	}
	return out
}

// bulletEnd steps over what lists and markup put before a label.
func bulletEnd(line string) int {
	i := 0
	for i < len(line) {
		switch c := line[i]; {
		case isBlank(c) || strings.IndexByte("-*>#|`\"'_", c) >= 0:
			i++
		case strings.HasPrefix(line[i:], "•") || strings.HasPrefix(line[i:], "–") || strings.HasPrefix(line[i:], "·"):
			i += len(string([]rune(line[i : i+min(3, len(line)-i)])[:1]))
		default:
			return i
		}
	}
	return i
}

// labelValue takes the value of a label in the form that its field has. sure says that the
// text leaves no doubt about a value standing there.
func labelValue(line string, f found, sure bool) (v string, start int, ok bool) {
	start = f.value
	for start < len(line) && strings.IndexByte(openers, line[start]) >= 0 && markerLen(line[start:]) == 0 {
		if line[start] == '<' && sure && f.field != RequestID || line[start] == '{' && !strings.HasPrefix(line[f.value:], "{{") {
			break
		}
		start++
	}
	word := wordOf(line[start:])
	rest := strings.TrimRight(line[start:], " \t")
	switch f.field {
	case RequestID, ConversationID:
		return word, start, isUUID(word) || word != "" && isAlnum(word[0]) && (sure || f.sep != ' ') && isCorrelationID(word, sure)
	case ErrorUUID:
		return word, start, isUUID(word)
	case OrderID:
		return word, start, allDigits(word) && len(word) <= 32 && (sure || len(word) >= 4)
	case Environment:
		v := environmentOf(word)
		return v, start, v != ""
	case Tenant, Supplier:
		if isCode(word) {
			other := namesItself(word)
			return word, start, other == "" || other == f.field // Tenant / Supplier: TENANT_1 / SUPPLIER_1
		}
		if !sure || f.sep == ' ' {
			return "", start, false
		}
		if q := at(line, f.value); quoteByte(q) && strings.Count(rest, string(q)) == 0 {
			rest, start = strings.TrimRight(line[f.value:], " \t"), f.value // a mark that nothing closes is part of it
		} else {
			rest = strings.Trim(rest, "`\"'*|")
		}
		return rest, start, strings.Trim(rest, "`\"'*|") != "" && len(rest) <= 64 && !strings.HasPrefix(rest, "{")
	case OccurredAt:
		return momentLabel(rest, start, sure)
	case ErrorCode:
		return word, start, isErrorCode(word) && failureKind(word) == "" && !strings.HasPrefix(word, "ERR_")
	case SupplierReference, ErrorMessage:
		if q, at := quotedBehind(line[f.value:]); !sure && f.field == ErrorMessage && f.sep == ' ' && q != "" {
			return q, f.value + at, true // message "…", within a sentence
		}
		if !sure {
			return "", start, false
		}
		marks := "`\"'*|"
		if at(line, f.value) == '[' && start > f.value { // a list of one
			marks += "] \t"
		}
		rest = strings.Trim(rest, marks)
		return rest, start + strings.Index(line[start:], rest), rest != "" && len(rest) <= 1024 && rest[0] != '{' && rest[0] != '['
	}
	return "", start, false
}

// momentLabel takes a time: all of the value when it is sure, else its front.
func momentLabel(rest string, start int, sure bool) (string, int, bool) {
	if len(rest) > maxMoment {
		rest = rest[:maxMoment]
	}
	v := strings.TrimRight(rest, "`\"'*|. ")
	if _, err := ParseMoment(v); err == nil {
		return v, start, true
	}
	var c clock
	n := c.read(v)
	if _, err := c.moment(); err == nil && n > 0 {
		return strings.TrimRight(v[:n], " ,"), start, true
	}
	return "", start, false
}

// inNamedZone completes a time without a zone whose name says that it is in UTC: "Time (UTC)".
func inNamedZone(name, v string) string {
	words := keyWords(name)
	if (slices.Contains(words, "utc") || slices.Contains(words, "gmt")) && !isZoned(v) && isZoned(v+" UTC") {
		return v + " UTC"
	}
	return v
}

// wordOf returns the word at the front of s without marks around it.
func wordOf(s string) string {
	n := 0
	for n < len(s) && n < 200 && strings.IndexByte(" \t,;`\"'<>()|*", s[n]) < 0 {
		if s[n] == '[' {
			n += max(markerLen(s[n:]), 1)
			continue
		}
		n++
	}
	return strings.TrimRight(s[:min(n, len(s))], ".:]}!?")
}

// isCorrelationID reports whether a word can be an id that isn't a UUID: 1 to 128 visible
// ASCII characters. Where the text isn't sure, it needs a digit.
func isCorrelationID(w string, sure bool) bool {
	if w == "" || len(w) > 128 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if w[i] <= ' ' || w[i] > '~' {
			return false
		}
	}
	return sure || len(w) >= 8 && strings.ContainsAny(w, "0123456789")
}

// isCode reports whether a word looks like a code of a register: TENANT_1.
func isCode(w string) bool {
	mark := false
	for i := 0; i < len(w); i++ {
		c := w[i]
		if !isUpper(c) && !isDigit(c) && c != '_' && c != '-' {
			return false
		}
		mark = mark || c == '_' || isDigit(c)
	}
	return len(w) >= 2 && len(w) <= 64 && isUpper(w[0]) && mark
}

// isErrorCode reports whether a word looks like the gateway's error codes: INVALID_REQUEST.
func isErrorCode(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isUpper(w[i]) && !isDigit(w[i]) && w[i] != '_' {
			return false
		}
	}
	return len(w) >= 4 && len(w) <= 64 && isUpper(w[0])
}

// environmentOf reads the name of an environment, "" for anything else.
func environmentOf(w string) string {
	switch strings.ToUpper(w) {
	case "PRODUCTION", "PROD", "LIVE":
		return "PRODUCTION"
	case "CVT":
		return "CVT"
	}
	return ""
}
