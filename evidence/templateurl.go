package evidence

import "strings"

// maxTemplates is how many URLs with placeholders are filled: each is compared with every other URL.
const maxTemplates = 8

// fillTemplates writes into a request, whose URL a program's source shows with variables in it, the one
// URL of the text that it matches: what was called. With several nobody knows which.
func fillTemplates(parts []part) {
	tried := 0
	for i := range parts {
		q := parts[i].request
		if q == nil || !isTemplate(q.URL) || tried >= maxTemplates {
			continue
		}
		tried++
		if url := onlyMatch(q.URL, parts); url != "" {
			q.URL = url
		}
	}
}

// isTemplate reports whether a URL has a variable in braces.
func isTemplate(url string) bool {
	i := strings.IndexByte(url, '{')
	return i >= 0 && strings.IndexByte(url[i:], '}') > 0
}

// onlyMatch returns the only URL among requests that a template matches, "" for none or several.
func onlyMatch(template string, parts []part) (only string) {
	for i := range parts {
		q := parts[i].request
		if q == nil && parts[i].whole != nil {
			q = parts[i].whole.Request
		}
		if q == nil || q.URL == only || isTemplate(q.URL) || !matchesTemplate(template, q.URL) {
			continue
		}
		if only != "" {
			return ""
		}
		only = q.URL
	}
	return only
}

// matchesTemplate reports whether a URL is a template with values in the place of its variables, none of
// them empty or longer than its segment or parameter.
func matchesTemplate(template, url string) bool {
	visited(len(url))
	for {
		open := strings.IndexByte(template, '{')
		if open < 0 {
			return template == url
		}
		text := strings.TrimSuffix(template[:open], "$")
		close := strings.IndexByte(template[open:], '}')
		if close < 0 || !strings.HasPrefix(url, text) {
			return false
		}
		template, url = template[open+close+1:], url[len(text):]
		end := strings.IndexAny(url, "/?&#")
		if end < 0 {
			end = len(url)
		}
		if next := strings.IndexAny(template, "{$"); next != 0 && template != "" && strings.IndexByte("/?&#", template[0]) < 0 {
			if end = strings.IndexByte(url[:end], template[0]); end < 0 {
				return false
			}
		}
		if end == 0 {
			return false
		}
		url = url[end:]
	}
}
