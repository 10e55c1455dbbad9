package evidence

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// protectors are the hosts of services that put a link of their own in the place of each in a mail, and the parameter of
// its query that holds the address.
var protectors = []protector{
	{"safelinks.protection.outlook.com/", "url"}, // Microsoft 365
	{"linkprotect.cudasvc.com/url", "a"},         // Barracuda
	{"trendmicro.com:443/wis/clicktime/", "url"},
	{"trendmicro.com/wis/clicktime/", "url"},
	{"www.google.com/url", "q"}, // of mails in Gmail
	{proofpoint, "u"},
}

type protector struct{ host, parameter string }

// urlDefense begins the links of Proofpoint, which hold the address as it is: urldefense.com/v3/__https://a/b__;!!…$
const urlDefense = "https://urldefense.com/v3/__"

// proofpoint are the older links of the same, which write - for % and _ for /.
const proofpoint = "urldefense.proofpoint.com/v2/url"

// namesProtector reports whether a text names the host of one of protectors, all of which are in ".com".
func namesProtector(text string) bool {
	for i := 0; ; {
		n := strings.Index(text[i:], ".com")
		if n < 0 {
			return false
		}
		n += i
		for _, p := range protectors {
			if host, path, _ := strings.Cut(p.host, ".com"); strings.HasSuffix(text[:n], host) && strings.HasPrefix(text[n+len(".com"):], path) {
				return true
			}
		}
		i = n + len(".com")
	}
}

// plainLinks writes the address alone for a link that a service has put in its place to protect its readers, and takes
// the link off that a mail's plain text has behind the words which it stands on: "https://a/b<https://a/b>",
// "jane@example.com<mailto:jane@example.com>".
func plainLinks(text string) *excerpt {
	says := func(mark string) bool { return strings.Contains(text, mark) }
	guarded := says(urlDefense) || namesProtector(text)
	if !guarded && !says("<http") && !says("<mailto:") && !says("<tel:") {
		return nil
	}
	var v *excerpt
	done := 0
	put := func(start, end int, with string, origin int) {
		if v == nil {
			v = &excerpt{}
		}
		v.add(text[done:start], done)
		v.add(with, origin)
		done = end
	}
	for i := 0; i < len(text); {
		n := strings.IndexByte(text[i:], ':')
		if n < 0 {
			break
		}
		colon := i + n
		i = colon + 1
		start := schemeBefore(text, colon)
		if start == colon || !guarded && (at(text, start-1) != '<' || at(text, start-2) <= ' ') {
			continue
		}
		end := linkEnd(text, colon)
		link, shown := text[start:end], ""
		behind := at(text, start-1) == '<' && at(text, end) == '>'
		if behind {
			shown = wordUpTo(text, start-1)
		} else if n := strings.IndexByte(link, ')'); n > 0 {
			link, end = link[:n], start+n
		}
		switch address, origin := protected(link); {
		case behind && strings.HasPrefix(link, "http") && (isShownAddress(shown) || shown != "" && sameAddress(shown, address)):
			put(start-1, end+1, "", start)
			i = end + 1
		case behind && shown != "" && (strings.HasPrefix(link, "mailto:") || strings.HasPrefix(link, "tel:")):
			put(start-1, end+1, "", start)
			i = end + 1
		case origin > 0:
			if behind && shown != "" && (isAlnum(at(shown, len(shown)-1)) || strings.HasSuffix(shown, ")")) {
				put(start-1, end+1, " "+address, start+origin-1)
				i = end + 1
				break
			}
			put(start, end, address, start+origin)
			i = end
		}
	}
	if v != nil {
		v.add(text[done:], done)
	}
	return v
}

// schemeBefore returns where the scheme of a link starts before its colon, the colon for none.
func schemeBefore(text string, colon int) int {
	for _, scheme := range [...]string{"https", "http", "mailto", "tel"} {
		if start := colon - len(scheme); start >= 0 && text[start:colon] == scheme && !isAlnum(at(text, start-1)) {
			if scheme[0] != 'h' || strings.HasPrefix(text[colon:], "://") {
				return start
			}
		}
	}
	return colon
}

// linkEnd returns where a link ends that goes on at i.
func linkEnd(text string, i int) int {
	end := i
	for end < len(text) && end-i < 2*maxLink && strings.IndexByte(" \t\r\n<>\"`", text[end]) < 0 {
		end++
	}
	visited(end - i)
	return end
}

// wordUpTo returns the word that ends right at i.
func wordUpTo(text string, i int) string {
	if i <= 0 {
		return ""
	}
	front := text[max(0, i-maxLink):i]
	word := front[strings.LastIndexAny(front, " \t\r\n<>\"`|")+1:]
	visited(len(word))
	return word
}

// isShownAddress reports whether a word is a URL itself.
func isShownAddress(w string) bool {
	w = strings.TrimLeft(w, "([*_'")
	return isURLWord(w)
}

// sameAddress reports whether a word is an address without the scheme that a program added to it.
func sameAddress(shown, address string) bool {
	_, bare, ok := strings.Cut(address, "://")
	return ok && strings.TrimRight(strings.TrimLeft(shown, "(["), "/") == strings.TrimRight(bare, "/")
}

// protected returns the address that a protected link leads to, and where it stands in it; the link itself and 0 for
// another.
func protected(link string) (address string, origin int) {
	if rest, ok := strings.CutPrefix(link, urlDefense); ok {
		if n := strings.Index(rest, "__;"); n > 0 && isURLWord(rest[:n]) && strings.IndexByte(rest[:n], '*') < 0 {
			return rest[:n], len(urlDefense)
		}
		return link, 0
	}
	if !strings.HasPrefix(link, "https://") {
		return link, 0
	}
	path, query, ok := strings.Cut(link, "?")
	if !ok {
		return link, 0
	}
	for _, p := range protectors {
		if n := strings.Index(path+"/", p.host); n < len("https://") || strings.IndexByte(path[len("https://"):n], '/') >= 0 || path[n-1] != '.' && path[n-1] != '/' {
			continue
		}
		from := len(path) + 1
		for pair := range strings.SplitSeq(query, "&") {
			value, ok := strings.CutPrefix(strings.TrimPrefix(pair, "amp;"), p.parameter+"=")
			plain := value
			if p.host == proofpoint {
				plain = strings.NewReplacer("_", "/", "-", "%").Replace(value)
			}
			if plain, err := url.QueryUnescape(plain); ok && err == nil && isURLWord(plain) && strings.IndexFunc(plain, partsURL) < 0 {
				return plain, from + len(pair) - len(value)
			}
			from += len(pair) + 1
		}
	}
	return link, 0
}

// partsURL reports whether a character stands in no URL.
func partsURL(c rune) bool {
	return c == '"' || c == '<' || c == '>' || c == utf8.RuneError || unicode.IsSpace(c) || unicode.IsControl(c)
}
