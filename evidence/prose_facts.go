package evidence

import (
	"slices"
	"strings"
)

// proseFacts finds hosts of the gateway, the name of an environment, and the uuid and code
// of an error within a line.
func proseFacts(r *Reader, line string, start int) []Label {
	var out []Label
	add := func(f Field, name, value string, i int) {
		out = append(out, Label{f, name, value, Span{start + i, start + i + len(value)}})
	}
	blames := strings.Index(strings.ToLower(line), "err")
	produces := strings.Contains(line, "PRODUCTION")
	chosen, choice := choiceOn(line)
	if tickBehind(line[bulletEnd(line):]) == emptyTick && strings.Count(line, "[") < 2 { // a task that is not done
		choice = true
	}
	if chosen.name != "" {
		out = append(out, Label{Environment, "", chosen.name, Span{start + chosen.span.Start, start + chosen.span.End}})
	}
	for i := 0; i < len(line); {
		if !isAlnum(line[i]) {
			i++
			continue
		}
		j := i
		for j < len(line) && (isAlnum(line[j]) || line[j] == '.' || line[j] == '-' || line[j] == '_') {
			j++
		}
		w := strings.TrimRight(line[i:j], ".-")
		switch {
		case strings.IndexByte(w, '.') > 0 && at(line, i-1) != '@' && at(line, j) != '@' && r.Environment(w) != "":
			add(Environment, hostLabel+w, r.Environment(w), i)
		case namesItself(w) != "" && w == strings.ToUpper(w) && at(line, j) != '=':
			add(namesItself(w), "", w, i)
		case choice && environmentOf(w) != "":
		case environmentOf(w) != "" && negated(line[:i]):
		case (w == "CVT" || w == "cvt" && aside(line, i, j) || runsTests(w) && !deniesOrAsks(line, i)) && !produces:
			add(Environment, "", "CVT", i)
		case saysProduction(line, w, i, j):
			out = append(out, Label{Environment, "", "PRODUCTION", Span{start + i, start + i + len(w)}})
		case isErrorCode(w) && !initials[w] && !isRegisterCode(w) && !strings.HasPrefix(w, "ERR_") && at(line, j) != '(': // NO_ERROR(0x00): a constant of a protocol
			before := strings.TrimRight(lastWord(line[:i]), ",")
			if front := strings.TrimRight(line[:i], " "); copulas[before] {
				before = lastWord(strings.TrimSuffix(front, before)) // felkoden är UNAUTHORIZED
			}
			plain := saysCode(strings.ToLower(before)) && standsForError(w)
			named := wordForError(before) || isCodeOfError(w) && i == bulletEnd(line)
			told := toldError(line, i+len(w), start, named)
			blamed := isErrorStatus(before) || named || uuidBehind(line[i+len(w):]) && saysError(line[:i])
			if status, _ := splitStatus(before); !isHalfReason(status, line[i:]) && (strings.IndexByte(w, '_') < 0 || isReason(status, strings.ReplaceAll(w, "_", " "))) && !(blamed && (plain || len(told) > 0) && standsForError(w)) {
				break // a word in capitals, or the reason of a status
			}
			if strings.IndexByte(w, '_') > 0 && at(line, i-1) == '"' && isQuotedCode(line[i+len(w):]) ||
				blames >= 0 && blames < i || strings.EqualFold(before, "code") || strings.EqualFold(before, "got") || isErrorStatus(before) || plain && named || len(told) > 0 {
				add(ErrorCode, "error", w, i)
				out = append(out, told...)
			}
		}
		i = j
	}
	if q, ok := quotedLine(line); ok {
		add(ErrorMessage, "", q, 1)
	}
	return out
}

// saysProduction reports whether the word from i to j of a line says in its place that a call went to production.
func saysProduction(line, w string, i, j int) bool {
	before, closed := strings.ToLower(line[:i]), strings.IndexByte(".,;:!)", at(line+".", j)) >= 0
	switch strings.ToLower(w) {
	case "prod":
		return true
	case "production":
		return !strings.Contains(line, "CVT") && ofEnvironment(line, i, j)
	case "productive": // as Germans write it
		return lastWord(before) == "the" && runsThere(line, j) && !denies(line, i)
	case "live":
	default:
		return false
	}
	if deniedTest(line[j:]) || strings.EqualFold(strings.Trim(line, " .!>"), "the live one") {
		return true
	}
	if denies(line, i) {
		return false
	}
	if order, on := strings.CutSuffix(strings.TrimRight(before, " "), " on"); on && closed && isOrderNumber(lastWord(order)) { // order 4711 on live,
		return true
	}
	told := strings.HasSuffix(before, "this is ") || strings.HasSuffix(before, "it is ")
	return runsThere(line, j) || w == "LIVE" && told && closed
}

// minPlainCode is the shortest code of an error that is one word without a lower line, in bytes: UNAUTHORIZED, CONFLICT.
const minPlainCode = 8

// standsForError reports whether a word can be the code of an error where words for one name it.
func standsForError(w string) bool {
	return isErrorCode(w) && !initials[w] && !methods[w] && (strings.IndexByte(w, '_') > 0 || len(w) >= minPlainCode)
}

// saysError reports whether one of the last words of a text is one for an error.
func saysError(front string) bool {
	words := strings.Fields(front[max(0, len(front)-maxKey):])
	return slices.ContainsFunc(words[max(0, len(words)-3):], wordForError)
}

// uuidBehind reports whether a text goes on with a UUID, named as one or not: ", uuid 49db2fe5-…".
func uuidBehind(s string) bool {
	s = strings.TrimLeft(s, " ,:/-(")
	if hasFold(s, "uuid") {
		s = strings.TrimLeft(s[len("uuid"):], " :=")
	}
	return isUUID(wordOf(s[:min(len(s), maxKey)]))
}

// denials are the words for "not", "no" and "never", and "noch" before "nicht".
var denials = map[string]bool{"not": true, "never": true, "nicht": true, "kein": true, "keine": true, "keiner": true, "noch": true, "niet": true, "geen": true, "pas": true, "non": true, "ikke": true, "inte": true, "nie": true, "não": true, "nem": true, "не": true, "δεν": true}

// negated reports whether a text ends with a word for "not".
func negated(front string) bool { return denials[strings.ToLower(lastWord(front))] }

// deniedTest reports whether a text goes on with the environment for tests, denied: ", not CVT".
func deniedTest(behind string) bool {
	denied, ok := strings.CutPrefix(strings.TrimLeft(behind, " ,(–-"), "not ")
	denied = strings.TrimPrefix(strings.TrimPrefix(denied, "on "), "the ")
	return ok && hasFold(denied, "cvt") && !isAlnum(at(denied, 3))
}

// runsTests reports whether a word is that for the environment for tests in one with a hyphen: CVT-Umgebung.
func runsTests(w string) bool {
	behind, ok := strings.CutPrefix(strings.ToLower(w), "cvt-")
	return ok && slices.Contains(surroundings, behind)
}

// aside reports whether the word from i to j stands among a person's words, and not in a path, a name or a value.
func aside(line string, i, j int) bool {
	return (i == 0 || strings.IndexByte(" (,\t", line[i-1]) >= 0) && strings.IndexByte(" ,;.)!?:\t", at(line+" ", j)) >= 0
}

// isHalfReason reports whether a text starts with the first word of a status' reason in capitals, and ends or
// pauses there: "422 UNPROCESSABLE, message is": a code, as nobody writes the reason so.
func isHalfReason(status int, s string) bool {
	n := strings.IndexAny(s, " ,;:.)")
	if n < 0 {
		n = len(s)
	}
	rest := strings.TrimLeft(s[n:], " ")
	return isErrorReason(status, s[:n]) && (rest == "" || n < len(s) && s[n] != ' ' || !isUpper(rest[0]))
}

// isErrorReason reports whether a word in capitals begins the reason of an error's status, and isn't all of it.
func isErrorReason(status int, w string) bool {
	half := hasFold(reasons[status], w+" ") || status == 422 && strings.EqualFold(w, reasons[status]) // which has two forms
	return status >= 400 && w == strings.ToUpper(w) && half
}

// isErrorStatus reports whether a word is the status of an error.
func isErrorStatus(w string) bool {
	v, n := digits(w, 4)
	return n == 3 && n == len(w) && v >= 400 && v <= 599
}

// ofEnvironment reports whether the word from i to j names where something runs: "in production",
// "the production platform"; production is a word of other trades too.
func ofEnvironment(line string, i, j int) bool {
	if strings.EqualFold(lastWord(line[:i]), "in") && strings.IndexByte(" .,;:)", at(line+" ", j)) >= 0 {
		return true
	}
	if denies(line, i) {
		return runsThere(line, j)
	}
	if next := strings.ToLower(wordOf(line[skipBlank(line, j):])); strings.EqualFold(lastWord(line[:i]), "on") && (strings.IndexByte(".,;:)", at(line+".", j)) >= 0 || isFunctionWord(next)) {
		return true
	}
	if runsThere(line, j) {
		return true
	}
	switch strings.ToLower(wordOf(line[skipBlank(line, j):])) {
	case "is", "was", "gives", "gave", "returns", "returned", "answers", "answered", "keeps", "since", "again", "today", "now":
		return true
	}
	return false
}

// isQuotedCode reports whether a status and no more stands behind the code in quotes that a text goes on from.
func isQuotedCode(rest string) bool {
	rest = strings.TrimLeft(rest, "\" ,(")
	status := wordOf(rest)
	return isErrorStatus(status) && endsTold(rest[len(status):])
}

// denies reports whether the sentence around a place of a line, which names production, may say that
// something is not there, or elsewhere.
func denies(line string, at int) bool {
	if n := strings.LastIndex(line[:at], ". "); n >= 0 {
		line, at = line[n+2:], at-n-2
	}
	for _, end := range [...]string{". ", ", "} {
		if n := strings.Index(line[at:], end); n >= 0 {
			line = line[:at+n]
		}
	}
	low := strings.ToLower(line)
	for _, w := range [...]string{" not ", "n't", " no ", "only", "never", " will ", "test", "staging", "sandbox", "once ", "stopped", "docs"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// deniesOrAsks reports whether the line around a place, in whatever language, may say that something is not there, or
// asks.
func deniesOrAsks(line string, at int) bool {
	if denies(line, at) || strings.HasSuffix(strings.TrimSpace(line), "?") {
		return true
	}
	clause := line[strings.LastIndexByte(line[:at], ',')+1 : at]
	return slices.ContainsFunc(strings.Fields(strings.ToLower(clause)), func(w string) bool { return denials[w] })
}

// runsThere reports whether the word behind j is one for what runs somewhere: "the live system".
func runsThere(line string, j int) bool {
	return runs[strings.ToLower(wordOf(line[skipBlank(line, j):]))]
}

// runs are words for what runs somewhere and answers.
var runs = map[string]bool{"environment": true, "platform": true, "gateway": true, "system": true, "api": true, "site": true, "portal": true, "server": true, "instance": true, "stack": true}

// isRegisterCode reports whether a code ends in a number, as those of tenants and suppliers do.
func isRegisterCode(w string) bool { return isDigit(w[len(w)-1]) }

// quotedLine returns the text of a line that is one quotation.
func quotedLine(line string) (string, bool) {
	if len(line) < 12 || line[0] != '"' || line[len(line)-1] != '"' || strings.Count(line, `"`) != 2 || strings.IndexByte(line, ' ') < 0 {
		return "", false
	}
	return line[1 : len(line)-1], true
}
