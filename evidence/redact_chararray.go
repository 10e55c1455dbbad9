package evidence

import "strings"

// maxCharArray is the longest string that is looked at before .toCharArray(), in bytes.
const maxCharArray = 256

// charArray redacts the string that the word from i to j makes an array of characters of, as Java takes
// passwords and nothing else that a caller writes: "…".toCharArray().
func (s *scan) charArray(i, j int) {
	t := s.text
	if j-i != len("toCharArray") || t[i:j] != "toCharArray" || at(t, i-1) != '.' || at(t, i-2) != '"' {
		return
	}
	end := i - 2
	from := max(0, end-maxCharArray)
	start := strings.LastIndexAny(t[from:end], "\"\n") + from + 1
	s.charge(end - from)
	visited(end - from)
	for end > start && t[end-1] == '\\' { // an escaped quote
		end--
	}
	w := t[min(start, end):end]
	if at(t, start-1) == '"' && !harmless(w) && !isUUID(w) && !allHex(w) && !strings.ContainsAny(w, "%$") && (marked(w) || tokenLike(w)) {
		s.add(start, end, "password")
	}
}
