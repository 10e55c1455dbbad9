package evidence

import "strings"

// orderStems are what the word for an order starts with in the languages of Europe, in small letters.
var orderStems = strings.Fields("order orden ordre ordin auftrag bestel beställ zamówieni commande pedido encomenda rendel objedn tilau comand naro")

// maxForeignLabel is the longest label that is looked at for a stem, in bytes.
const maxForeignLabel = 48

// foreignOrder reads the order id of a line whose label names an order in another language or in more
// words than labelFields has: a few words, a mark, and nothing but digits.
func foreignOrder(line string, base int) (l Label, ok bool) {
	front := bulletEnd(line)
	n := strings.IndexAny(line[front:min(len(line), front+maxForeignLabel)], ":=")
	if n < 0 {
		return l, false
	}
	end := front + n
	name := strings.ToLower(line[front:end])
	if strings.ContainsAny(name, "/\"'{}[]<>0123456789") || labelFields[flatName(strings.Trim(name, " *_`#"))] != "" {
		return l, false
	}
	at := len(line) - len(strings.TrimLeft(line[end:], ":= \t*_`#"))
	id := strings.TrimRight(line[at:], " \t*_`.,;")
	if !allDigits(id) || len(id) < 4 || len(id) > 32 {
		return l, false
	}
	for word := range strings.FieldsSeq(name) {
		for _, stem := range orderStems {
			if strings.HasPrefix(word, stem) || strings.HasSuffix(word, stem) {
				return Label{OrderID, strings.TrimSpace(line[front:end]), id, Span{base + at, base + at + len(id)}}, true
			}
		}
	}
	return l, false
}
