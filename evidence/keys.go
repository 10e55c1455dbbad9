package evidence

import "strings"

// side says which half of an exchange something belongs to.
type side byte

const (
	noSide side = iota
	requestSide
	responseSide
)

// attribute is what a member of a record says of an exchange.
type attribute byte

const (
	noAttribute attribute = iota
	methodAttr
	urlAttr    // absolute, or a target
	pathAttr   // without the query
	queryAttr  // the query, text or pairs
	hostAttr   // may carry a port
	schemeAttr // "https"
	baseAttr   // what a relative URL is added to
	statusAttr
	reasonAttr
	headersAttr
	bodyAttr
	timeAttr
	failureAttr // words that may say why no response came
)

// sideWords are the words of a key that say which half it belongs to.
var sideWords = map[string]side{
	"request": requestSide, "req": requestSide, "requests": requestSide, "sent": requestSide, "outgoing": requestSide, "config": requestSide, "call": requestSide, "rq": requestSide,
	"response": responseSide, "res": responseSide, "resp": responseSide, "reply": responseSide, "received": responseSide, "answer": responseSide, "rs": responseSide,
}

// fillers are words of a key that say nothing here.
var fillers = map[string]bool{
	"http": true, "https": true, "x": true, "the": true, "upstream": true, "client": true, "api": true, "gateway": true, "fields": true, "attributes": true, "attrs": true, "ctx": true, "context": true, "full": true,
	"string": true, "value": true, "text": true, "net": true, "remote": true, "last": true, "raw": true, "original": true, "final": true, "cs": true, "sc": true, "fc": true, "log": true, "event": true,
	"effective": true, "is": true, "downstream": true, "current": true, "ecs": true, "extra": true, "meta": true, "metadata": true, "unix": true, "nano": true, "data": true, "content": true, "short": true, "long": true,
}

// attributes are what the words of a key mean, joined, without sides and fillers.
var attributes = func() map[string]attribute {
	m := map[string]attribute{}
	for attr, names := range map[attribute]string{
		methodAttr:  "method verb httpmethod requestmethod methodname",
		urlAttr:     "url uri href endpoint target requesturl requesturi originalurl fullurl urlfull rawurl link",
		pathAttr:    "path pathname urlpath uristem stem route requestpath",
		queryAttr:   "query search querystring urlquery uriquery params queryparams parameters",
		hostAttr:    "host hostname authority domainname servername serveraddress vhost virtualhost urldomain domain urlhost hosthdr urlauthority",
		schemeAttr:  "scheme protocol urlscheme",
		baseAttr:    "baseurl baseuri prefixurl base",
		statusAttr:  "status statuscode code httpstatus httpcode httpstatuscode returncode respcode rspcode stat",
		reasonAttr:  "statustext reason reasonphrase statusmessage phrase statusdescription",
		headersAttr: "headers header hdrs hdr headerlist headerslist rawheaders",
		bodyAttr:    "body httpfiledata httphttpfiledata payload entity postdata json rawbody bodytext bodystring stream bodycontent responsetext requesttext datastring message",
		timeAttr:    "time ts timestamp date datetime starteddatetime t at when receivedat sentat asctime eventtime logtime timelocal timeiso timeiso8601 instant starttime startedat occurredat localtime timestampms utc created epochsecond epochmillis epoch ms start realtimetimestamp sourcerealtimetimestamp timeutc datetimeutc timestamputc dateutc timegmt dategmt",
		failureAttr: "error err exception cause failure reason message msg fault errormessage errortext failed detail stack errors stacktrace exceptionmessage errorcode errno",
	} {
		for _, n := range strings.Fields(names) {
			if _, known := m[n]; !known || attr != failureAttr && attr != bodyAttr {
				m[n] = attr
			}
		}
	}
	m["message"], m["reason"] = failureAttr, reasonAttr
	return m
}()

// keyWords splits a key into its words, in small letters: requestURL, request_url and
// Request-Url are "request", "url". It returns at most the last eight.
func keyWords(key string) []string {
	var words []string
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(key[start:end]))
		}
		start = end
	}
	if len(key) > maxKey {
		return nil
	}
	for i := 0; i < len(key); i++ {
		switch c := key[i]; {
		case !isAlnum(c):
			flush(i)
			start = i + 1
		case isUpper(c) && i > start && (!isUpper(key[i-1]) || isLower(at(key, i+1))):
			flush(i)
		}
	}
	flush(len(key))
	return words[max(0, len(words)-8):]
}

// classify says what a member means by its key. rest is what stands behind the word "header": the
// name of a header.
func classify(key string) (s side, attr attribute, rest string) {
	words := keyWords(key)
	if len(words) == 2 && words[1] == "data" && methods[strings.ToUpper(words[0])] { // PATCH data: {…}
		return requestSide, bodyAttr, ""
	}
	n := 0
	var whole, bare strings.Builder
	for i, w := range words {
		if got := sideWords[w]; got != noSide && (i < len(words)-1 || n == 0) {
			s = got
			continue
		}
		if (w == "header" || w == "headers") && i < len(words)-1 && i > 0 {
			return s, headersAttr, strings.Join(words[i+1:], "-")
		}
		whole.WriteString(w)
		if !fillers[w] {
			bare.WriteString(w)
			n++
		}
	}
	if attr = attributes[whole.String()]; attr == noAttribute {
		attr = attributes[bare.String()]
	}
	switch {
	case n == 0 && attr == noAttribute && (strings.HasSuffix(whole.String(), "data") || strings.HasSuffix(whole.String(), "content") || strings.HasSuffix(whole.String(), "text")):
		attr = bodyAttr
	case len(words) == 0 && strings.TrimLeft(key, "@") == "t":
		attr = timeAttr
	}
	return s, attr, ""
}

// keyMeaning is what classify and factOf say of a key.
type keyMeaning struct {
	side side
	attr attribute
	rest string
	fact Field
}

// keyMeanings keep what keys mean: in a long literal the same few come again and again.
type keyMeanings map[string]keyMeaning

// maxKeyMeanings is how many keys are kept.
const maxKeyMeanings = 1 << 10

// of returns what a key means, and keeps it.
func (m keyMeanings) of(key string) keyMeaning {
	known, ok := m[key]
	if !ok {
		known.side, known.attr, known.rest = classify(key)
		known.fact = factOf(key)
		if m != nil && len(m) < maxKeyMeanings {
			m[key] = known
		}
	}
	return known
}

// factOf returns the field that a key names: a label's name, a header that carries an id, or an
// abbreviation of one; "" for none.
func factOf(key string) Field {
	words := keyWords(key)
	for i := range words {
		name := strings.Join(words[i:], "")
		if f, ok := labelFields[name]; ok && (i == 0 || f == RequestID || f == ConversationID || f == OrderID && name != "order" || f == Tenant || f == Supplier || f == Environment) {
			return f
		}
		if f, ok := shortNames[name]; ok {
			return f
		}
	}
	return ""
}

// shortNames are how logs abbreviate the ids.
var shortNames = map[string]Field{
	"rid": RequestID, "reqid": RequestID, "cid": ConversationID, "convid": ConversationID, "correlationid": ConversationID,
}
