package evidence

import (
	"slices"
	"strings"
)

// hostLabel begins the name of a label that is a host somewhere in the text.
const hostLabel = "host "

// where says where a label stands. Readers name what has no label of its own: "time of the record".
func (l Label) where() string {
	if strings.HasPrefix(l.Name, hostLabel) || l.byReader() {
		return l.Name
	}
	if l.Name == textTime || l.Name == "" {
		return "the text"
	}
	return "label " + l.Name
}

// byReader reports whether a reader has named a time that has no label of its own: "time of the record".
func (l Label) byReader() bool {
	return l.Field == OccurredAt && strings.HasPrefix(l.Name, "time of the ")
}

// weaker reports whether a label says nothing beside what the messages themselves say: a host that the
// text also mentions, a tenant or supplier by another name than the code that is known, an id under a key
// that only resembles the header's, and a second time beside a whole one, unless it stands as a label at the front of its line and not in the head of a mail. Such
// a difference is no doubt that a person could settle: certificates and test runners have hosts, ids and times of their own.
func (g *gathering) weaker(l Label) bool {
	held := g.facts[l.Field]
	if held == nil || held.Assumed && held.Where != piecedTime && l.Field != Tenant && l.Field != Supplier {
		return false
	}
	switch l.Field {
	case Environment:
		host, ok := strings.CutPrefix(l.Name, hostLabel)
		return ok && (held.Where == hostWhere || strings.HasSuffix(held.Where, "."+host))
	case Tenant, Supplier:
		return namesItself(held.Value) == l.Field && namesItself(l.Value) == "" // another system's, or a name beside the code
	case RequestID, ConversationID:
		return strings.Contains(held.Where, " header ") && labelFields[flatName(l.Name)] != l.Field
	case ErrorMessage:
		return strings.Contains(l.Value, "://") || held.Where == "response body" && !strings.Contains(strings.ToLower(l.Name), "err") // a client's own words, or a person's
	case ErrorCode:
		return l.Name == "error" // of a sentence, beside one that is labelled
	case OccurredAt:
		return isZoned(held.Value) && (!g.fronts(l) || g.ofMail(l))
	}
	return false
}

// flatName writes a label's name as labelFields has it.
func flatName(name string) string {
	return strings.ToLower(joints.Replace(clip(name, 64)))
}

// joints are what parts the words of a label.
var joints = strings.NewReplacer("-", "", "_", "", " ", "", "'", "")

// fronts reports whether a label is the first thing in its line.
func (g *gathering) fronts(l Label) bool {
	if l.Span.Start > len(g.text) {
		return false
	}
	line := g.text[strings.LastIndexByte(g.text[max(0, l.Span.Start-96):l.Span.Start], '\n')+1+max(0, l.Span.Start-96) : l.Span.Start]
	return l.Name != "" && hasFold(strings.TrimLeft(line, " \t>*-•#|_`"), l.Name)
}

// mailHead is what the head of a mail names beside its date (RFC 5322 §3.6), as programs write it where one is
// forwarded or answered.
var mailHead = []string{"from:", "to:", "subject:", "cc:", "sent:", "message-id:",
	"von:", "an:", "betreff:", "van:", "aan:", "onderwerp:", "de:", "de :", "à:", "à :", "objet:", "objet :", "para:", "asunto:", "assunto:", "da:", "a:", "oggetto:",
	"från:", "till:", "ämne:", "fra:", "til:", "emne:", "od:", "do:", "temat:", "komu:", "předmět:", "lähettäjä:", "aihe:", "feladó:", "tárgy:"}

// ofMail reports whether a label stands in the head of a mail, beside another field of it: when that
// was written is not when the call was made.
func (g *gathering) ofMail(l Label) bool {
	const around = 512
	start, end := max(0, l.Span.Start-around), min(len(g.text), l.Span.End+around)
	lines := strings.Split(g.text[start:end], "\n")
	here := strings.Count(g.text[start:min(end, l.Span.Start)], "\n")
	for _, n := range []int{here - 1, here + 1} {
		if n < 0 || n >= len(lines) {
			continue
		}
		line := strings.TrimLeft(lines[n], " \t>*|")
		if slices.ContainsFunc(mailHead, func(name string) bool { return hasFold(line, name) }) {
			return true
		}
		if isBlank(at(lines[here], 0)) && (hasFold(line, "date:") || hasFold(line, "received:")) { // folded
			return true
		}
	}
	return false
}

// cutOff reports whether a value is the front of another, as where a dump or a paste ends: of an id, or of
// a code before its number. The blank of a broken line doesn't count.
func cutOff(f Field, short, long string) bool {
	short = strings.ReplaceAll(short, " ", "")
	if f == Tenant || f == Supplier {
		return hasFold(long, short) && !strings.ContainsAny(short, "0123456789")
	}
	return hasFold(long, short) && (isUUID(long) || len(short) >= 16)
}

// headersFirst puts the ids under the headers' own names before those under names that resemble them:
// platforms number their own requests.
func headersFirst(labels []Label) []Label {
	out := slices.Clone(labels)
	slices.SortStableFunc(out, func(a, b Label) int { return rankOfName(a) - rankOfName(b) })
	return out
}

// rankOfName is 0 for a label whose name is the header's own, which starts with X, 1 for one that resembles it.
func rankOfName(l Label) int {
	if (l.Field == RequestID || l.Field == ConversationID) && !strings.HasPrefix(flatName(l.Name), "x") {
		return 1
	}
	return 0
}
