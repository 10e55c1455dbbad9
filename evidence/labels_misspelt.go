package evidence

// idNames are the names of the ids that are long enough to be known with a letter wrong.
var idNames = []struct {
	name  string
	field Field
}{
	{"xrequestid", RequestID}, {"requestid", RequestID}, {"xconversationid", ConversationID}, {"conversationid", ConversationID},
}

// misspelt returns the field whose name a person wrote with one letter wrong, missing, doubled or
// swapped with the next; "" for none. Only a UUID is the value of one.
func misspelt(flat []byte) Field {
	for _, id := range idNames {
		if d := len(flat) - len(id.name); d >= -1 && d <= 1 && oneOff(string(flat), id.name) {
			return id.field
		}
	}
	return ""
}

// misspeltHead reports whether a word is the first of an id's name with one letter wrong.
func misspeltHead(flat []byte) bool {
	const request, conversation = "request", "conversation"
	if d := len(flat) - len(request); d >= -1 && d <= 1 {
		return oneOff(string(flat), request)
	}
	d := len(flat) - len(conversation)
	return d >= -1 && d <= 1 && oneOff(string(flat), conversation)
}

// oneOff reports whether two words differ by one letter, or by two that are swapped.
func oneOff(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	x, y := a[i:len(a)-j], b[i:len(b)-j]
	return len(x)+len(y) > 0 && len(x) <= 1 && len(y) <= 1 || len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}
