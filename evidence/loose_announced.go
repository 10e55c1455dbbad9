package evidence

import "strings"

// maxAnnounced is the longest line that is looked at for the status of the body below it, in bytes.
const maxAnnounced = 256

// maxBlank is how many lines above a body its status is looked for.
const maxBlank = 4

// announced returns the status of an error whose body starts in line k: what ends the words before the
// body, or the line above it, in whatever language. It is nil when there is none.
func (looseBody) announced(d *document, k int, body part) *part {
	if !looksLikeError(body.body) {
		return nil
	}
	start := d.lines[k].Start
	line := d.text[start:max(start, min(body.span.Start, d.lines[k].End))]
	for n := k - 1; strings.Trim(line, " \t/#*>") == ""; n-- { // nothing, or the marks of a comment
		if n < 0 || n < k-maxBlank || d.taken[n] {
			return nil
		}
		line, start = d.trimmed(n)
	}
	status := endStatus(line)
	if status == 0 {
		return nil
	}
	place := Span{start, start + len(line)}
	return &part{format: looseBodyName, response: &Response{Status: status, Span: place}, weak: true, span: place}
}

// toldAbove reports whether the words above line k, two at least, end in a colon.
func (d *document) toldAbove(k int) bool {
	for n := k - 1; n >= max(0, k-2); n-- {
		if line, _ := d.trimmed(n); line != "" {
			return endsInColon(line)
		}
	}
	return false
}

// endStatus returns the status of an error that words end in, with its reason or without; 0 for none.
func endStatus(words string) int {
	words = strings.TrimRight(words[max(0, len(words)-maxAnnounced):], " \t:.,;-–*_`)(>=→")
	for i := max(0, len(words)-len("511 Network Authentication Required")); i+3 <= len(words); i++ {
		if !isDigit(words[i]) {
			continue
		}
		v, n := digits(words[i:], 4)
		if before := at(words, i-1); n == 3 && v >= 400 && reasons[v] != "" && (before == 0 || isBlank(before) || strings.IndexByte("(:=*`_", before) >= 0) && (i+n == len(words) || isReason(v, words[i+n:])) {
			return v
		}
		i += n - 1
	}
	return 0
}
