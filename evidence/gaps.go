package evidence

import (
	"slices"
	"sort"
	"strings"
)

// maxLinesBefore is how many lines before a failure are searched for its time.
const maxLinesBefore = 64

// fillGaps concludes from the text around the chosen exchange what itself doesn't say: when it
// happened, by the time at the front of the log's lines, and the host of a bare path. Values that
// nothing names are none where the text tells of no call.
func (r *Reader) fillGaps(text string, report *Report, ex *Exchange) {
	if !ex.toldIn(text) {
		ex.dropHearsay(text)
		if ex.Labels = namedOnly(ex.Labels); !ex.named() {
			ex.Labels = slices.DeleteFunc(ex.Labels, func(l Label) bool { return l.Name == textTime })
			return
		}
	}
	rankTimes(text, ex)
	if ex.At == nil || !ex.At.Zoned {
		if m, span := timeNear(text, ex); m != "" {
			ex.Labels = append(ex.Labels, Label{OccurredAt, "time of the line", m, span})
		}
	}
	r.fillMessages(text, report, ex)
	fillClock(text, report, ex)
	plainHTTP(text, ex.Request)
	tracedMethod(text, ex)
	if q := ex.Request; q != nil && strings.HasPrefix(q.URL, "/") {
		host := onlyHost(ex.Labels)
		if host == "" {
			if s := r.soleHost(text); s.found() {
				host, ex.requestAssumed = s.value, true
			}
		}
		if host != "" {
			q.URL = r.absolute(q.URL, []Header{{"Host", host}}, "")
		}
	}
}

// rankOf is how unlikely it is that a label tells the time of the call, from 0, the likeliest, to 5.
func (e *Exchange) rankOf(text string, l Label) int {
	switch g := (&gathering{text: text}); {
	case g.ofMail(l):
		return 5
	case l.Name == textTime && (belowName(text, l.Span) || ofOtherThing(text, l.Span)):
		return 5
	case l.Name == textTime && roughly(text, l.Span):
		return 4
	case l.Name == textTime && !e.besideCall(text, l.Span):
		return 3
	case l.Name == textTime:
		return 2
	case !l.byReader() && (ofLast(text, l.Span) || e.inOtherRecord(text, l.Span)):
		return 2
	case !l.byReader() && labelFields[flatName(l.Name)] != OccurredAt && namesCallTime(strings.ToLower(l.Name)):
		return 1 // "Datum", which may be a letter's
	}
	return 0
}

// ofOtherThing reports whether a label that ends before a place says when something else than a call happened: "Chat
// started:".
func ofOtherThing(text string, place Span) bool {
	if place.Start > len(text) {
		return false
	}
	name, _, ok := strings.Cut(strings.ToLower(lineBefore(text, place.Start)), ":")
	return ok && strings.Contains(name, " ") && strings.Count(name, " ") <= 2 && slices.ContainsFunc(strings.Fields(name), func(w string) bool {
		return otherHappenings.begins(w)
	})
}

// ofLast reports whether the label before a place says when something happened last: "Last successful login time:".
func ofLast(text string, place Span) bool {
	return place.Start <= len(text) && hasFold(strings.TrimLeft(lineBefore(text, place.Start), " \t"), "last ")
}

// inOtherRecord reports whether a place is in a log's line of keys and values that isn't that of the call.
func (e *Exchange) inOtherRecord(text string, place Span) bool {
	if place.End > len(text) || e.besideCall(text, place) {
		return false
	}
	if at(text, place.Start-1) != '=' {
		return false
	}
	line := lineBefore(text, place.Start) + restOfLine(text, place.Start, maxProseLine)
	return strings.Count(line, "=") > 2 && len(pairsIn(line)) > 2
}

// roughly reports whether words before a place say that the time there is about when something began or ended.
func roughly(text string, place Span) bool {
	if place.Start > len(text) {
		return false
	}
	words := strings.Fields(strings.ToLower(lineBefore(text, place.Start)))
	for n := max(0, len(words)-2); n < len(words); n++ {
		switch words[n] {
		case "since", "about", "around", "until", "between", "seit", "ab", "gegen", "depuis", "vers", "desde", "hacia", "dal", "dalle", "verso", "sinds", "rond", "od", "około", "siden", "omkring", "sedan", "ca", "ca.", "circa", "approx", "approx.":
			return true
		}
	}
	return false
}

// belowName reports whether nothing but a place stands on its line, and the line above is a few words that can name
// who writes: neither a question nor a label.
func belowName(text string, place Span) bool {
	if place.End > len(text) || strings.TrimSpace(lineBefore(text, place.Start)) != "" || strings.TrimSpace(restOfLine(text, place.End, maxKey)) != "" {
		return false
	}
	above := strings.TrimRight(text[:place.Start], " \t")
	name := strings.TrimSpace(lineBefore(text, max(0, len(above)-1)))
	return name != "" && isUpper(name[0]) && len(name) < maxKey && strings.IndexByte("?:.>", name[len(name)-1]) < 0
}

// besideCall reports whether a place is in the line that the request of an exchange starts in.
func (e *Exchange) besideCall(text string, place Span) bool {
	if e.Request == nil || e.Request.Span.Start > len(text) || place.End > len(text) {
		return false
	}
	from, to := min(e.Request.Span.Start, place.Start), max(e.Request.Span.Start, place.End)
	visited(min(to-from, maxFrame))
	return to-from <= maxFrame && strings.IndexByte(text[from:to], '\n') < 0
}

// rankTimes puts the times that a text gives beside a call into the order in which they can be the
// call's: those that a label names, those in sentences, first the one beside the call, and the dates of mails.
func rankTimes(text string, ex *Exchange) {
	var places []int
	var times []Label
	for i, l := range ex.Labels {
		if l.Field == OccurredAt {
			places, times = append(places, i), append(times, l)
		}
	}
	if len(times) < 2 {
		return
	}
	ranks := map[Span]int{} // a time may be read twice, with its label and without
	for _, l := range times {
		rank := ex.rankOf(text, l)
		if held, ok := ranks[l.Span]; !ok || rank < held {
			ranks[l.Span] = rank
		}
	}
	sort.SliceStable(times, func(i, j int) bool { return ranks[times[i].Span] < ranks[times[j].Span] })
	for n, i := range places {
		ex.Labels[i] = times[n]
	}
	ex.At = ex.moment()
}

// maxFollowed is how much of a text is looked at for the addresses of a stream, in bytes.
const maxFollowed = 4 << 10

// maxPacketFront is how far before a request the line of its packet is looked for, which tcpdump prints above
// the bytes, in bytes.
const maxPacketFront = 512

// plainHTTP corrects a scheme that was assumed, where the client's notes say that it connected to port 80.
func plainHTTP(text string, q *Request) {
	if q == nil || !q.assumed() {
		return
	}
	host := hostOf(q.URL)
	if _, node, ok := strings.Cut(text[:min(len(text), maxFollowed)], "\nNode 1: "); ok && strings.HasSuffix(node[:lineEnd(node, 0)], ":80") {
		q.schemeOf("http://" + host) // a stream that tshark followed
		return
	}
	packet := text[max(0, min(q.Span.Start, len(text))-maxPacketFront):min(q.Span.Start, len(text))]
	visited(len(packet))
	if flags := strings.LastIndex(packet, ": Flags ["); flags > 0 && (strings.HasSuffix(packet[:flags], ".80") || strings.HasSuffix(packet[:flags], ".http")) {
		q.schemeOf("http://" + host)
		return
	}
	if arrow := strings.LastIndex(packet, " -> "); arrow > 0 && strings.Contains(packet[arrow:], " [") && strings.HasSuffix(wordOf(packet[arrow+len(" -> "):]), ":80") {
		q.schemeOf("http://" + host) // the line of ngrep
		return
	}
	if start := min(q.Span.Start, len(text)); bySystemCall(text[max(0, start-maxPacketFront):min(len(text), start+maxPacketFront)], q.Method) {
		q.schemeOf("http://" + host)
		return
	}
	if strings.Contains(text, "https://"+host) {
		return
	}
	for _, note := range [...]string{"Connected to ", "Connecting to "} { // of curl; of lftp
		n := strings.Index(text, note+host+" (")
		if n < 0 {
			continue
		}
		if _, port, ok := strings.Cut(text[n:lineEnd(text, n)], ") port 80"); ok && !isDigit(at(port, 0)) {
			q.schemeOf("http://" + host)
		}
	}
}

// bySystemCall reports whether a text shows a request as the bytes that a system call was given, which would be
// unreadable if they were encrypted: sendto(5, "POST …, writev(5, [{iov_base="POST …
func bySystemCall(text, method string) bool {
	visited(len(text))
	line, _, ok := strings.Cut(text, `"`+method+" /")
	if line = line[strings.LastIndexByte(line, '\n')+1:]; !ok {
		return false
	}
	for _, call := range []string{"sendto(", "write(", "send(", "writev(", "sendmsg("} {
		if i := strings.LastIndex(line, call); i >= 0 && isDigit(at(line, i+len(call))) && !isAlnum(at(line, i-1)) && at(line, i-1) != '_' {
			return true
		}
	}
	return false
}

// tellsOfCall reports whether an exchange says what was called, or that the gateway answered.
func (e *Exchange) tellsOfCall() bool {
	if q := e.Request; q != nil && (q.URL != "" || q.Method != "" || len(q.Headers) > 0) {
		return true
	}
	if a := e.Response; a != nil && (len(a.Headers) > 0 || a.Body != "") {
		return true
	}
	for _, l := range e.Labels {
		if l.Field == RequestID && l.Name != "" {
			return true
		}
	}
	return onlyHost(e.Labels) != ""
}

// toldIn reports whether an exchange tells of a call by itself, or the text names the id of the request
// that was answered.
func (e *Exchange) toldIn(text string) bool {
	return e.tellsOfCall() || e.Response != nil && soleIDs(text)[RequestID].found()
}

// named reports whether a label says which call an exchange is, or where it was made.
func (e *Exchange) named() bool {
	return slices.ContainsFunc(e.Labels, func(l Label) bool { return identifies[l.Field] || l.Field == Environment })
}

// namedOnly leaves out ids and codes that nothing names.
func namedOnly(labels []Label) (out []Label) {
	for _, l := range labels {
		if l.Name != "" || !identifies[l.Field] {
			out = append(out, l)
		}
	}
	return out
}

// onlyHost returns the host of the gateway that the text names, "" when it names several or none.
func onlyHost(labels []Label) (host string) {
	for _, l := range labels {
		name, ok := strings.CutPrefix(l.Name, hostLabel)
		if l.Field != Environment || !ok || host == name {
			continue
		}
		if host != "" {
			return ""
		}
		host = name
	}
	return host
}

// timeNear returns the time with its zone that stands at the front of the line in which the exchange
// ended, or of the closest before it.
func timeNear(text string, ex *Exchange) (string, Span) {
	at := ex.Span.Start
	if ex.Failure != nil {
		at = ex.Failure.Span.Start
	} else if ex.Response != nil {
		at = ex.Response.Span.Start
	}
	if at == ex.Span.Start && ex.Request != nil && ex.Request.Method != "" && ex.Request.URL != "" { // an outline, which has more above the call
		whole := text[min(at, len(text)):min(ex.Span.End, len(text))]
		visited(len(whole))
		at += max(0, strings.Index(whole, ex.Request.Method+" "+ex.Request.URL))
	}
	end := min(at, len(text))
	for n := 0; n < maxLinesBefore && end >= 0; n++ {
		start := strings.LastIndexByte(text[:end], '\n') + 1
		visited(end - start)
		if m, i := frontMoment(restOfLine(text, start, maxFrontMoment)); m != "" {
			return m, Span{start + i, start + i + len(m)}
		}
		end = start - 1
	}
	if ex.At != nil {
		return "", Span{} // the clock of the same log is told without a zone
	}
	return timeOfID(text, ex)
}

// timeOfID returns the time with its zone at the front of the line that names the exchange: a client
// may print what it does before its caller logs what came of it.
func timeOfID(text string, ex *Exchange) (string, Span) {
	for tries, i := 0, 0; i < len(ex.Labels) && tries < 2; i++ {
		l := ex.Labels[i]
		if l.Field != RequestID && l.Field != ConversationID || l.Span.Start >= len(text) {
			continue
		}
		tries++
		from := max(0, l.Span.Start-maxLogLine)
		start := from + strings.LastIndexByte(text[from:l.Span.Start], '\n') + 1
		visited(l.Span.Start - start)
		if m, i := frontMoment(restOfLine(text, start, maxFrontMoment)); m != "" {
			return m, Span{start + i, start + i + len(m)}
		}
	}
	return "", Span{}
}

// listed steps from i over the number of a list's entry: "2) ", "3. ".
func listed(line string, i int) int {
	_, n := digits(line[i:], 3)
	if n == 0 && isAlpha(at(line, i)) && at(line, i+1) == ')' { // a)
		n = 1
	}
	if n > 0 && strings.IndexByte(".)", at(line, i+n)) >= 0 && isBlank(at(line, i+n+1)) {
		return skipBlank(line, i+n+1)
	}
	return i
}

// maxFrontMoment is how much of a line is looked at for a time at its front, in bytes.
const maxFrontMoment = 256

// frontMoment returns the time with its zone at the front of a line, behind what names its source in
// brackets, and where it stands.
func frontMoment(line string) (string, int) {
	i := listed(line, skipBlank(line, 0))
	for n := 0; n < 2; n++ {
		for i < len(line) && (line[i] == '[' || line[i] == '<' || line[i] == '(') {
			i++
		}
		front := line[i:min(len(line), i+maxMoment)]
		var c clock
		if front != "" && (isDigit(front[0]) || month(front) > 0 || weekday(strings.ToLower(front[:min(3, len(front))]))) {
			end := c.read(front)
			if _, err := c.moment(); err == nil && c.zoned {
				return strings.TrimRight(front[:end], " ,])"), i
			}
		}
		end := strings.Index(line[:min(len(line), 128)], "] ")
		if end < i {
			break
		}
		i = end + 2
	}
	return "", 0
}
