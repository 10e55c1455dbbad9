package evidence

import "strings"

// labelFields are the names that people and systems give the facts, without blanks, hyphens
// and case, and the field that each means.
var labelFields = func() map[string]Field {
	m := map[string]Field{}
	for field, names := range map[Field]string{
		Environment:       "environment env platform",
		Tenant:            "tenant tenantid tenantcode xtenant xtenantid tenantname isp",
		Supplier:          "supplier supplierid suppliercode xsupplier suppliername networkoperator",
		OccurredAt:        "date timestamp ts time when datetime dateandtime occurredat occurred occurredon timeofrequest timeoftherequest timestampoftherequest timestampofrequest timestampoftherequestresponse timestampoftherequest/response dateofrequest happenedat requesttime responsetime senton sentat timeofthecall timeofcall calltime utctime timeutc utcdatetime datetimeutc",
		RequestID:         "requestid xrequestid reqid requestuuid requestidentifier rqid xreqid requestguid xrequestidheader",
		ConversationID:    "conversationid xconversationid conversation conv convid convo convoid conversationuuid conversationidentifier xconvid xconversationidheader",
		OrderID:           "orderid ordernumber orderno order fibrecafeorderid fibrecafeorder fibrecafeordernumber fibrecafeorderno productorderid productorder ordernr orderref ord ordno ordnr",
		SupplierReference: "supplierreference supplierref supplierordernumber supplierorderno suppliersreference suppliersownreference supplierorderid supplierorderref supplierinternalreference supplierorderreference suppliersref",
		ErrorUUID:         "erroruuid errorid uuid erroridentifier errorguid errorreference errorref",
		ErrorCode:         "errorcode errorresponsecode code",
		ErrorMessage:      "errormessage message errormessages errortext errormsg messages",
	} {
		for _, n := range strings.Fields(names) {
			m[n] = field
			if rest, ok := strings.CutPrefix(n, "error"); ok {
				m["err"+rest] = field
			}
		}
	}
	return m
}()

// uuidNames are short names of ids, which mean one only before a UUID.
var uuidNames = map[string]Field{"request": RequestID, "req": RequestID, "rid": RequestID, "xrid": RequestID, "cid": ConversationID, "xcid": ConversationID, "err": ErrorUUID, "error": ErrorUUID}

// labelHeads are the first words that a label may have.
var labelHeads = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("fibre product date time timestamp order ord request req supplier suppliers tenant conversation conv error err x network response rq happened occurred sent utc") {
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
		for q < len(line) && (isAlnum(line[q]) || line[q] == '-' || line[q] == '_' || line[q] == '/' || line[q] == '\'' || line[q] == '.' && isLower(at(line, q-1)) && isLower(at(line, q+1))) {
			c := line[q]
			if c != '-' && c != '_' && c != '\'' && c != '.' {
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
		} else if field := firstOf(uuidNames[string(flat[:n])], misspelt(flat[:n])); field != "" && !levels[firstWord(line[i:q])] { // ERROR -- : [id]
			if v, sep := valueOf(line, q); sep != 0 && isUUID(wordOf(strings.TrimLeft(line[v:], openers))) {
				f, ok = found{field, i, q, v, sep}, true
			}
		}
		if words == 0 && !labelHeads[string(flat[:n])] && !misspeltHead(flat[:n]) {
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
	if o := skipBlank(line, p); at(line, o) == '(' { // Order id (if applicable): 12
		if n := strings.IndexByte(line[o:min(len(line), o+40)], ')'); n > 0 && (o == p || startsSeparator(line, o+n+1) || strings.HasPrefix(line[o+n+1:], "  ")) {
			p = o + n + 1
		}
	}
	m := skipBlank(line, p)
	if m >= len(line) {
		return m, 0
	}
	switch c := line[m]; {
	case c == ':' || c == '=':
		for m < len(line) && strings.IndexByte(":=>*_", line[m]) >= 0 {
			m++
		}
		for m < len(line) && strings.IndexByte("* \t", line[m]) >= 0 {
			m++
		}
		if strings.HasPrefix(line[m:], "=>") || strings.HasPrefix(line[m:], "->") { // "Tenant: => 1"
			m = skipBlank(line, m+len("=>"))
		}
		return m, c
	case m > p && (strings.IndexByte(line[p:m], '\t') >= 0 || m > p+1):
		return m, '\t'
	case m > p && (line[m] == '-' || strings.HasPrefix(line[m:], "–")) && isBlank(at(line, m+1)):
		return skipBlank(line, m+1), ' '
	case strings.HasPrefix(line[m:], "||"): // the title of a row, in Jira's markup
		return skipBlank(line, m+len("||")), ' '
	case m > p && copulas[strings.ToLower(wordOf(line[m:]))] && isBlank(at(line, m+len(wordOf(line[m:])))):
		return skipBlank(line, m+len(wordOf(line[m:]))), ' '
	case m > p:
		return m, ' '
	}
	return 0, 0
}

// labels reads every label of a line, wherever it stands. A value after a mark at the front
// of the line may be any text that its field takes; elsewhere it must look like one.
func labels(line string, base int) []Label {
	out := idsInRow(line, base)
	inRow := len(out) > 0
	front := bulletEnd(line)
	for i := front; i < len(line); {
		if !isAlpha(line[i]) {
			i++
			continue
		}
		if f, ok := labelAt(line, i); ok && !(f.field == RequestID && ofAnother[strings.ToLower(lastWord(line[max(0, i-16):i]))]) {
			sure := i == front && f.sep != ' '
			if v, start, ok := labelValue(line, f, sure); ok && !(inRow && isUUID(v)) {
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

// idsInRow reads as many ids behind a colon as the words before it name, in their order: "X-Request-ID and
// X-Conversation-ID: … and …".
func idsInRow(line string, base int) (out []Label) {
	name, _, ok := strings.Cut(line[:min(len(line), maxLabelAbove)], ": ")
	if !ok || !strings.Contains(strings.ToLower(name), "conv") {
		return nil
	}
	fields := idsNamed(name)
	rest := line[len(name):min(len(line), len(name)+maxRow)]
	if len(fields) < 2 || idsIn(rest) != len(fields) {
		return nil
	}
	for i := len(name); i < len(line) && len(fields) > 0; {
		if !isAlnum(line[i]) {
			i++
			continue
		}
		w := wordOf(line[i:])
		if isUUID(w) {
			out = append(out, Label{fields[0], string(fields[0]), w, Span{base + i, base + i + len(w)}})
			fields = fields[1:]
		}
		i += max(len(w), 1)
	}
	return out
}

// ofAnother are words that stand before the label of a request id where it is another's; an id that nothing else
// names is taken nevertheless (gaps_ids.go).
var ofAnother = map[string]bool{"extended": true, "parent": true, "previous": true, "upstream": true, "aws": true, "amz": true, "amzn": true, "client": true, "trace": true, "supplier": true}

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
