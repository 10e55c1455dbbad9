package evidence

import "strings"

// statusNames are the statuses of errors by the names that languages give them in constants, in small letters and
// without what parts their words: UnprocessableEntity, NOT_FOUND.
var statusNames = namesOfStatuses()

func namesOfStatuses() map[string]int {
	names := map[string]int{"unprocessableentity": 422, "unprocessablecontent": 422, "requestentitytoolarge": 413, "payloadtoolarge": 413}
	for status, reason := range reasons {
		if status >= 400 {
			names[flatName(reason)] = status
		}
	}
	return names
}

// statusNamed returns the status that a text says by its name alone, 0 for none.
func statusNamed(name string) int {
	if len(name) > 40 {
		return 0
	}
	return statusNames[flatName(name)]
}

// namesStatusIn reports whether a key says that the name of a status is one, rather than the code of an error or the state
// of an order.
func namesStatusIn(key string, status int) bool {
	key = flatName(key)
	return strings.HasSuffix(key, "statuscode") || strings.HasSuffix(key, "status") && status != 410 && status != 423 // gone, locked
}

// statusByName finds the only status that a text tells by nothing but its name behind the name of a member or type for
// it: "StatusCode : Conflict", HttpStatusCode.NotFound.
func statusByName(text string) (only sole) {
	visited(len(text))
	for i := 0; ; {
		n := strings.Index(text[i:], "StatusCode")
		if n < 0 {
			return only
		}
		i += n + len("StatusCode")
		rest := restOfLine(text, i, 64)
		if front := lineBefore(text, i-len("StatusCode")); strings.Contains(front, "==") || strings.Contains(front, "Assert") || strings.Contains(front, "!=") || strings.HasPrefix(strings.TrimLeft(rest, " "), "==") {
			continue // source, which compares
		}
		name := strings.TrimLeft(rest, " \t:=.\"'")
		letters := 0
		for letters < len(name) && isAlpha(name[letters]) {
			letters++
		}
		if len(name) < len(rest) && statusNamed(name[:letters]) > 0 {
			at := i + len(rest) - len(name)
			only.add(text[at:at+letters], at)
		}
	}
}
