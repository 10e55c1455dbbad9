package evidence

import "strings"

// withoutLinks writes a URL once that a mail or a chat shows with the address that it leads to:
// "https://a<https://a>", "[https://a](https://a)"; and plainly one that a chat has put between brackets
// within quotation marks, with its & escaped.
func withoutLinks(text string) *excerpt {
	var v *excerpt
	done := 0
	for i := 0; ; {
		n := strings.Index(text[i:], "http")
		if n < 0 {
			break
		}
		i += n
		end := i
		for end < len(text) && end-i < maxLink && strings.IndexByte(" \t\r\n<>\"]", text[end]) < 0 {
			end++
		}
		visited(end - i)
		shown := text[i:end]
		start, close, opener := i, ">", "<"
		if at(text, i-1) == '[' {
			start, close, opener = i-1, ")", "]("
		}
		behind := end + len(opener) + len(shown) + len(close)
		if len(shown) > len("https://") && behind <= len(text) && text[end:behind] == opener+shown+close {
			if v == nil {
				v = &excerpt{}
			}
			v.add(text[done:start], done)
			v.add(shown, i)
			done = behind
			end = behind
		} else if q := at(text, i-2); at(text, i-1) == '<' && at(text, end) == '>' && (q == '"' || q == '\'') && at(text, end+1) == q {
			if v == nil {
				v = &excerpt{}
			}
			v.add(text[done:i-1], done)
			for rest, n := shown, i; rest != ""; {
				piece, more, found := strings.Cut(rest, "&amp;")
				v.add(piece, n)
				if n += len(piece); found {
					v.add("&", n)
					n += len("&amp;")
				}
				rest = more
			}
			done, end = end+1, end+1
		}
		i = max(end, i+len("http"))
	}
	if v != nil {
		v.add(text[done:], done)
	}
	return v
}

// maxLink is the longest URL that is looked at for its link, in bytes.
const maxLink = 2048

// minBroken is the width from which on a mail may have broken a line within an address, in bytes.
const minBroken = 60

// wholeAddresses joins an address that a mail broke behind a mark which is no end of it, "…?supplier=", with the rest,
// which stands alone in the next line and wouldn't have fitted. It does so with an id, too.
func wholeAddresses(text string) *excerpt {
	if !strings.Contains(text, "://") && !strings.Contains(text, "-\n") && !strings.Contains(text, "-\r\n") {
		return nil
	}
	v := &excerpt{}
	done := 0
	lines := textLines(text)
	for i := 0; i+1 < len(lines); i++ {
		l, next := lines[i], lines[i+1]
		if rest := restOfID(text, l, next); rest > 0 {
			v.add(text[done:l.End], done)
			done = rest
			continue
		}
		if n := l.End - l.Start; n < minBroken || n > maxFlowed || strings.IndexByte("=&?/-_%", text[l.End-1]) < 0 {
			continue
		}
		line, rest := text[l.Start:l.End], strings.TrimSpace(text[next.Start:min(next.End, next.Start+maxFlowed)])
		word := line[strings.LastIndexByte(line, ' ')+1:]
		if !strings.Contains(word, "://") || len(line)+len(rest) < maxMailed-6 || !isRestOfAddress(rest, text[l.End-1]) {
			continue
		}
		v.add(text[done:l.End], done)
		done = next.Start + strings.Index(text[next.Start:next.End], rest)
	}
	if done == 0 {
		return nil
	}
	v.add(text[done:], done)
	return v
}

// restOfID returns where the rest of the id stands that a line ends in the front of, behind one of its dashes: alone in the
// next line. It is 0 where none does.
func restOfID(text string, l, next Span) int {
	if l.End == l.Start || text[l.End-1] != '-' || next.End-next.Start >= len(anyUUID) {
		return 0
	}
	front := text[max(l.Start, l.End-len(anyUUID)):l.End]
	front = front[strings.LastIndexAny(front, " \t\"'=:")+1:]
	rest := strings.TrimSpace(text[next.Start:next.End])
	if visited(len(front) + len(rest)); rest == "" || !isUUID(front+rest) {
		return 0
	}
	return next.Start + strings.Index(text[next.Start:next.End], rest)
}

// isRestOfAddress reports whether a word can be the rest of an address that a line broke behind a mark, and is none of a
// sentence: it has a digit or a mark of a query. A number or a day stands for itself, and behind a slash, where an address
// may end, so does a word without such a mark.
func isRestOfAddress(w string, mark byte) bool {
	if strings.Trim(w, "0123456789-") == "" || mark == '/' && !strings.ContainsAny(w, "/&=%") {
		return false
	}
	return strings.ContainsAny(w, "0123456789&=%") && !isUUID(w) && strings.TrimFunc(w, func(r rune) bool { return r < 0x80 && (isAlnum(byte(r)) || strings.ContainsRune("_-.~%&=/+,", r)) }) == "" && w[len(w)-1] != ','
}
