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

// isTemplate reports whether a URL has a variable in it.
func isTemplate(url string) bool {
	start, _ := variableIn(url)
	return start >= 0
}

// variableIn returns where the first variable of a URL stands: {id}, ${id}, {{id}}, $ID, $1; -1 for none.
func variableIn(url string) (start, end int) {
	for i := strings.IndexAny(url, "{$"); i >= 0 && i < len(url); i++ {
		switch {
		case url[i] == '{':
			n := strings.IndexByte(url[i:], '}')
			if n < 0 {
				return -1, 0
			}
			for n += i + 1; at(url, n) == '}'; {
				n++
			}
			if i > 0 && url[i-1] == '$' {
				i--
			}
			return i, n
		case url[i] == '$' && (isAlnum(at(url, i+1)) || at(url, i+1) == '_'):
			for n := i + 1; ; n++ {
				if !isAlnum(at(url, n)) && at(url, n) != '_' {
					return i, n
				}
			}
		}
	}
	return -1, 0
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
		start, behind := variableIn(template)
		if start < 0 {
			return template == url
		}
		text := template[:start]
		if !strings.HasPrefix(url, text) {
			return false
		}
		template, url = template[behind:], url[len(text):]
		end := strings.IndexAny(url, "/?&#")
		if end < 0 {
			end = len(url)
		}
		if next, _ := variableIn(template); next != 0 && template != "" && strings.IndexByte("/?&#", template[0]) < 0 {
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
