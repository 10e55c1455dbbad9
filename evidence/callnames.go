package evidence

import (
	"encoding/json"
	"strings"
)

// roleWords are what the words of a name say of the values that it takes: setRequestHeader,
// CURLOPT_POSTFIELDS, bodyJson. The first that a name has counts, in the order of roleOrder.
var roleWords = func() map[string]attribute {
	m := map[string]attribute{}
	for attr, words := range map[attribute]string{
		headersAttr: "header headers httpheader httpheaders hdr hdrs slist headerfield headerfields headermap",
		queryAttr:   "query qs querystring params",
		bodyAttr:    "body json payload postfields copypostfields stringify dumps encode stringcontent",
		methodAttr:  "method verb customrequest meth",
		urlAttr:     "url uri endpoint href",
		hostAttr:    "host hostname authority",
		pathAttr:    "path pathname",
		baseAttr:    "base baseurl baseuri baseaddress",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = attr
		}
	}
	return m
}()

// pairWords are like roleWords for two words that stand together.
var pairWords = map[string]attribute{
	"requestproperty": headersAttr, "formparams": bodyAttr, "formfields": bodyAttr, "formurlencoded": bodyAttr, "wwwform": bodyAttr, "formdata": bodyAttr,
	"querystring": queryAttr, "searchparams": queryAttr, "querydata": queryAttr, "postdata": bodyAttr, "rawbody": bodyAttr, "jsondata": bodyAttr,
}

// keyOnly are words that say so of a key, but not of a function.
var keyOnly = map[string]attribute{"data": bodyAttr, "raw": bodyAttr, "content": bodyAttr, "form": bodyAttr, "parameters": bodyAttr, "input": bodyAttr}

// roleOrder ranks the roles when the words of a name have several: baseUrl, queryParams, requestUri.
var roleOrder = []attribute{baseAttr, headersAttr, queryAttr, bodyAttr, methodAttr, urlAttr, hostAttr, pathAttr}

// verbs are words of a name that say what is done, not with what.
var verbs = wordSet("set add with append put insert of from to new create init make build parse all many value get default try let the my string async")

// nameWords splits the name of a member, function or option: the last part that isn't only a verb.
func nameWords(name string) []string {
	if len(name) > 256 {
		return nil
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(".:>/\\", r) })
	for i := len(parts) - 1; i >= 0; i-- {
		words := keyWords(parts[i])
		for _, w := range words {
			if !verbs[w] {
				return words
			}
		}
	}
	return nil
}

// roleOf says what a name means for the value that it takes.
func roleOf(name string) attribute {
	if name == "" {
		return noAttribute
	}
	words := nameWords(name)
	found := map[attribute]bool{}
	for i, w := range words {
		switch {
		case w == "response" || w == "cookie" || w == "cookies" || w == "type" || w == "agent":
			return noAttribute
		case i > 0 && pairWords[words[i-1]+w] != noAttribute:
			return pairWords[words[i-1]+w]
		}
		found[roleWords[w]] = true
	}
	for _, attr := range roleOrder {
		if found[attr] {
			return attr
		}
	}
	return noAttribute
}

// keyRole says what a key means for its value: it may be shorter than the name of a function.
func keyRole(key string) attribute {
	if role := roleOf(key); role != noAttribute {
		return role
	}
	if words := nameWords(key); len(words) > 0 {
		return keyOnly[words[len(words)-1]]
	}
	return noAttribute
}

// maker reports whether a function makes a map of what it is given: dict(a=1), array('a' => 1).
func maker(name string) bool {
	switch name[strings.LastIndexAny(name, ".:")+1:] {
	case "", "dict", "Dict", "list", "array", "c", "object", "struct", "map", "mapOf", "hash", "OrderedDict", "new":
		return true
	}
	return false
}

// methodOf returns the request method that a name holds: client.post, PostAsync, HttpPatch,
// Net::HTTP::Put.new, Method.POST. explicit tells that it is named as a method.
func methodOf(name string) (method string, explicit bool) {
	if name == "" || len(name) > 256 {
		return "", false
	}
	lead := name[:max(0, strings.LastIndexAny(name, ".:>/\\"))]
	explicit = strings.HasSuffix(strings.ToLower(lead), "method") || strings.HasSuffix(strings.ToLower(lead), "method:")
	for _, w := range methodWords(name) {
		switch up := strings.ToUpper(w); {
		case w == "method" || w == "meth":
			explicit = true
		case methods[up]:
			if method != "" {
				return "", false
			}
			method = up
		case !verbs[w] && !callWords[w]:
			return "", false
		}
	}
	if unusual[method] && !explicit {
		return "", false
	}
	return method, explicit
}

// unusual are methods whose names are words of other calls: connect(url), query({…}).
var unusual = map[string]bool{"CONNECT": true, "QUERY": true, "TRACE": true}

// callWords may stand beside the method in the name of a function.
var callWords = wordSet("http https request method meth async json as form do send for entity object exchange curlopt req rest curl nobody httpget raw")

// methodWords are the words of a name as methodOf takes them.
func methodWords(name string) []string {
	parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(".:>/\\", r) })
	for i := len(parts) - 1; i >= 0; i-- {
		words := keyWords(parts[i])
		for _, w := range words {
			if !verbs[w] || w == "get" || w == "put" {
				return words
			}
		}
	}
	return nil
}

// sends reports whether a function takes what is sent: send, write, and what makes JSON.
func sends(name string) bool {
	for _, w := range nameWords(name) {
		switch w {
		case "send", "write", "dump", "marshal", "serialize", "serializer", "serialization":
			return true
		}
	}
	return false
}

// silentName reports whether a function says nothing of a request: it prints, imports or fails, or
// holds a cookie.
func silentName(name string) bool {
	for _, w := range nameWords(name) {
		switch w {
		case "print", "println", "printf", "puts", "echo", "log", "error", "warn", "info", "debug", "require", "import", "include", "assert", "cookie", "cookies", "exception", "fatal", "write_line", "nslog":
			return true
		}
	}
	return false
}

// typeName reports whether a name is one of a media type.
func typeName(name string) bool {
	words := nameWords(name)
	for _, w := range words {
		if w == "mime" || w == "media" || w == "content" {
			return len(words) > 1
		}
	}
	return false
}

// bareName is a name without the marks that languages put before it.
func bareName(name string) string {
	name = strings.TrimLeft(name, "$@&*!~:-")
	return strings.TrimPrefix(name, "this.")
}

func isTrue(word string) bool {
	switch strings.ToLower(strings.TrimRight(word, "lL")) {
	case "1", "true":
		return true
	}
	return false
}

func isJSON(s string) bool { return json.Valid([]byte(s)) }

// mediaType reports whether s is a media type without parameters, or one with them.
func mediaType(s string) bool {
	kind, rest, ok := strings.Cut(s, "/")
	return ok && len(s) < 80 && rest != "" && (kind == "application" || kind == "text" || kind == "multipart")
}

// isField reports whether s can be the name of a header field (RFC 9110 §5.1).
func isField(s string) bool {
	h, ok := headerLine(s + ":")
	return ok && h.Name == s && s[0] != ':' && len(s) <= 64
}

// knownFields are names of header fields that are one word.
var knownFields = wordSet("accept authorization host cookie origin referer date connection te via expect pragma")

// headerName reports whether a string is the name of a header field wherever it stands: one that
// is known, or words with hyphens between them.
func headerName(s string) bool {
	if len(s) < 2 || !isAlpha(s[0]) || !isField(s) {
		return false
	}
	n := strings.IndexByte(s, '-')
	return knownFields[strings.ToLower(s)] || n > 0 && n < len(s)-1 && strings.Trim(s, "-") == s && !strings.Contains(s, "_") && s != "utf-8" && s != "UTF-8"
}
