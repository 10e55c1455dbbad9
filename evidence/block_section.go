package evidence

import "strings"

// section is what a line of the block opens.
type section int

// sections are the names of the sections, without blanks, hyphens and case.
var sections = map[string]section{
	"request": requestSection, "apirequest": requestSection, "requestsent": requestSection, "therequest": requestSection, "requestassent": requestSection, "requesturl": requestSection, "httprequest": requestSection, "call": requestSection,
	"response": responseSection, "apiresponse": responseSection, "responsereceived": responseSection, "theresponse": responseSection, "httpresponse": responseSection, "reply": responseSection,
	"responsecode": statusSection, "responsestatus": statusSection, "status": statusSection, "statuscode": statusSection, "httpstatus": statusSection, "httpstatuscode": statusSection, "http": statusSection,
	"body": bodySection, "requestbody": bodySection, "responsebody": bodySection, "payload": bodySection, "bodysent": bodySection, "requestpayload": bodySection, "responsepayload": bodySection, "requestdata": bodySection, "responsedata": bodySection,
	"whatdidyousend": sentSection, "whatwesent": sentSection, "whatwassent": sentSection,
}

// sectionOf returns the section that a line opens.
func sectionOf(line string) section {
	sec, _, _ := openSection(line)
	return sec
}

// openSection reads the name of a section at the front of a line. rest is where the content
// on the same line starts. What follows must be empty or look like the section's content.
func openSection(line string) (sec section, name string, rest int) {
	front := bulletEnd(line)
	var flat [24]byte
	n, p := 0, front
	for ; p < len(line) && n < len(flat); p++ {
		c := line[p]
		switch {
		case isAlpha(c):
			flat[n] = c | 0x20
			n++
			continue
		case (c == ' ' || c == '-' || c == '_') && isAlpha(at(line, p+1)) && sections[string(flat[:n])] == noSection:
			continue
		case (c == ' ' || c == '-' || c == '_') && isAlpha(at(line, p+1)) && longerSection(line[p+1:], flat[:n]):
			continue
		}
		break
	}
	sec = sections[string(flat[:n])]
	if sec == noSection {
		return noSection, "", 0
	}
	rest = p
	for rest < len(line) && strings.IndexByte(" \t:=*_`>?", line[rest]) >= 0 {
		rest++
	}
	if !sec.takes(line[rest:]) {
		return noSection, "", 0
	}
	return sec, strings.Trim(line[front:p], "*_` "), rest
}

// longerSection reports whether the next word makes a longer name of a section.
func longerSection(s string, flat []byte) bool {
	n := 0
	for n < len(s) && isAlpha(s[n]) {
		n++
	}
	return sections[string(flat)+strings.ToLower(s[:min(n, 16)])] != noSection
}

// takes reports whether the text on a section's own line can be its content.
func (sec section) takes(rest string) bool {
	if rest == "" {
		return sec != statusSection
	}
	switch sec {
	case requestSection:
		_, ok := requestLine(rest)
		return ok || methods[strings.Trim(rest, "\"'")]
	case responseSection, statusSection:
		status, reason := splitStatus(rest)
		return status > 0 && (len(reason) <= 64 || bodyBehind(status, reason) > 0) || sec == responseSection && (rest[0] == '{' || rest[0] == '[' && (rest == "[" || structuralList(rest, 0)))
	}
	return rest[0] == '{' || rest[0] == '[' || rest[0] == '<' || isSentForm(rest)
}

// bodyBehind returns where the JSON starts that stands behind a status and its reason, 0 for none.
func bodyBehind(status int, reason string) int {
	n := len(reasonOf(status, reason))
	if n == 0 {
		return 0
	}
	for n < len(reason) && strings.IndexByte(" ,;:-", reason[n]) >= 0 {
		n++
	}
	if n < len(reason) && opensJSON(reason[n:]) && isJSON(reason[n:]) {
		return n
	}
	return 0
}
