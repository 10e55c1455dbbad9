package models

import (
	"slices"
	"strings"
)

// naming is what a text may name: tickets by their references, or by the identifiers of a call.
type naming struct {
	references []Reference
	ids        []string // lower-case
	sure       bool     // it can't be meant as words to search for
}

// Bounds of a naming, in bytes and in identifiers.
const (
	longestNaming = 2000
	mostNamed     = 8
)

// labels are what people and programs write before an identifier, in small letters alone.
var labels = map[string]bool{
	"xrequestid": true, "requestid": true, "request": true, "xconversationid": true, "conversationid": true, "conversation": true,
	"orderid": true, "order": true, "orderno": true, "ordernumber": true, "erroruuid": true, "errorid": true, "error": true,
	"uuid": true, "urn": true, "id": true, "ticket": true, "reference": true, "ref": true, "case": true,
}

// namedBy reads what a text names, with whatever stands around it.
func namedBy(prefix, text string) naming {
	text = strings.Join(strings.Fields(cutText(text, longestNaming)), " ")
	bare, marked, labelled := withoutLabel(bare(text))
	n := naming{sure: marked || labelled && strings.ContainsAny(bare, "0123456789")}
	n.reference(prefix, text)
	n.reference(prefix, bare)
	if id, ok := identifierIn(bare); ok {
		n.add(id, plainID(id))
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" /?&#=,;", r) }) {
		word = withoutNoise(word)
		if p := foldSymbols(prefix); p != "" && strings.HasPrefix(foldSymbols(word), p) {
			n.reference(prefix, word)
		}
		if id, ok := identifierIn(word); ok && plainID(id) && (isUUID(id) || len(id) >= shortestOrder) {
			n.add(id, word != text)
		}
	}
	return n
}

// shortestOrder is the length from which digits within a longer text are taken for an order id.
const shortestOrder = 6

func (n *naming) add(id string, sure bool) {
	if len(n.ids) < mostNamed && !slices.Contains(n.ids, id) {
		n.ids = append(n.ids, id)
	}
	n.sure = n.sure || sure
}

func (n *naming) reference(prefix, text string) {
	ref, err := ParseReference(prefix, withoutNoise(text))
	if err == nil && len(n.references) < mostNamed && !slices.Contains(n.references, ref) {
		n.references = append(n.references, ref)
	}
}

// withoutNoise drops what stands around an identifier in prose, JSON and logs.
func withoutNoise(text string) string {
	return strings.Trim(text, " \t\"'`“”‘’«»()[]{}<>,;.:=#*|")
}

// bare drops the noise, and the rest of a query that an identifier is cut out of.
func bare(text string) string {
	text, _, _ = strings.Cut(text, "&")
	return withoutNoise(text)
}

// withoutLabel drops the names of fields before an identifier, such as "X-Request-ID:". Marked is
// a name with a colon or the like; without one, "order" is also how a search begins.
func withoutLabel(text string) (rest string, marked, labelled bool) {
	for {
		end := labelEnd(text)
		if end == 0 {
			return text, marked, labelled
		}
		marked, labelled = marked || text[end-1] != ' ', true
		text = withoutNoise(text[end:])
	}
}

// labelEnd returns where the longest label ends that a text begins with, 0 for none.
func labelEnd(text string) (end int) {
	for i, r := range text {
		if strings.ContainsRune(" :=", r) && labels[lettersOf(text[:i])] {
			end = i + 1
		}
		if i > 40 {
			break
		}
	}
	return end
}

func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(text))
}

// identifierIn returns the one identifier that a text is, in small letters. White space in it is
// allowed where none can belong to it: between the digits of an order id or a UUID.
func identifierIn(text string) (id string, ok bool) {
	id = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	if hex := strings.ReplaceAll(id, "-", ""); len(hex) == 32 && isHex(hex) {
		return hex[:8] + "-" + hex[8:12] + "-" + hex[12:16] + "-" + hex[16:20] + "-" + hex[20:], true
	}
	if id == "" || len(id) > longestID || strings.ContainsRune(text, ' ') && !isDigits(id) {
		return "", false
	}
	return id, !strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' })
}

// plainID reports whether an identifier looks like one and like nothing else.
func plainID(id string) bool { return isUUID(id) || isDigits(id) }

func isUUID(id string) bool { return len(id) == 36 && isHex(strings.ReplaceAll(id, "-", "")) }

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
