package evidence

import (
	"slices"
	"strings"
)

// sameWords say that one thing is another.
var sameWords = map[string]bool{"same": true, "identical": true, "equals": true, "identisch": true, "dieselbe": true, "gleich": true, "gleiche": true, "idem": true, "identique": true, "même": true, "misma": true, "stessa": true, "dezelfde": true, "samma": true, "samme": true}

// sameIDs takes the request id for that of the conversation where a line says so: "X-Conversation-ID: same as the request id".
func (g *gathering) sameIDs() {
	id := g.facts[RequestID]
	if id == nil || g.facts[ConversationID] != nil || len(g.text) > maxSaid {
		return
	}
	for _, l := range textLines(g.text) {
		line := g.text[l.Start:min(l.End, l.Start+maxFront)]
		name, value, ok := strings.Cut(line, ":")
		if !ok || len(name) > maxKey || labelFields[flatName(name[bulletEnd(name):])] != ConversationID {
			continue
		}
		visited(len(line))
		words := strings.Fields(strings.ToLower(strings.NewReplacer("-", "", "request id", "requestid").Replace(strings.ToLower(value))))
		if len(words) > 1 && sameWords[words[0]] && slices.ContainsFunc(words[1:min(len(words), 5)], func(w string) bool { return labelFields[strings.Trim(w, ".,;()")] == RequestID }) {
			g.add(ConversationID, id.Value, "the text", Span{l.Start, l.Start + len(line)}, true)
			return
		}
	}
}

// joiners stand between the names of two things that are one.
var joiners = map[string]bool{"and": true, "/": true, "&": true, "+": true, "=": true, "und": true, "et": true, "y": true, "e": true, "en": true, "och": true, "og": true, "i": true, "a": true, "oraz": true}

// oneForBoth takes the only id of a line for that of the request and of the conversation, where the line names both before
// it: "X-Request-ID and X-Conversation-ID are …".
func (g *gathering) oneForBoth() {
	for _, f := range [...]Field{RequestID, ConversationID} {
		held, other := g.facts[f], RequestID
		if f == RequestID {
			other = ConversationID
		}
		if held == nil || g.facts[other] != nil || held.Span.Start > len(g.text) || len(g.text) > maxSaid {
			continue
		}
		front := lineBefore(g.text, held.Span.Start)
		behind := restOfLine(g.text, held.Span.Start, maxFront)
		if idsIn(front+behind) != 1 || idsIn(restOfLine(g.text, min(len(g.text), held.Span.Start+len(behind)+1), maxFront)) > 0 { // else the other is below it
			continue
		}
		words := strings.Fields(strings.ToLower(strings.NewReplacer("/", " / ", "request id", "request-id", "conversation id", "conversation-id").Replace(front)))
		for n := 1; n+1 < len(words); n++ {
			one, two := labelFields[flatName(words[n-1])], labelFields[flatName(strings.Trim(words[n+1], ":,"))]
			if joiners[words[n]] && (one == f && two == other || one == other && two == f) {
				g.add(other, held.Value, "the text", held.Span, true)
				return
			}
		}
	}
}

// ours are words by which people say that a number is their own, and not the desk's.
var ours = map[string]bool{"our": true, "their": true, "own": true, "unsere": true, "unser": true, "eigene": true, "notre": true, "nostro": true, "nuestro": true, "onze": true, "ons": true, "vår": true, "vårt": true, "vores": true, "nasz": true, "nasze": true, "naše": true}

// notOwnOrder takes the order that a person doesn't call their own, where there are two.
func (g *gathering) notOwnOrder() {
	held := g.facts[OrderID]
	if held == nil || len(held.Others) == 0 || len(g.text) > maxSaid || !g.saysOurs(held.Span) {
		return
	}
	for _, o := range held.Others {
		if !g.saysOurs(o.Span) && o.Span.Start <= len(g.text) && (strings.Contains(strings.ToLower(lineBefore(g.text, o.Span.Start)), "fibre") || strings.Contains(strings.ToLower(lineBefore(g.text, o.Span.Start)), "your")) {
			g.facts[OrderID] = &Fact{Field: OrderID, Value: o.Value, Where: o.Where, Span: o.Span}
			return
		}
	}
}

// saysOurs reports whether the label before a place, on its line, says that the value is the person's own.
func (g *gathering) saysOurs(place Span) bool {
	if place.Start > len(g.text) {
		return false
	}
	for w := range strings.FieldsSeq(strings.ToLower(lineBefore(g.text, place.Start))) {
		if ours[w] {
			return true
		}
	}
	return false
}
