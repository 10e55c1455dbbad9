package evidence

import "strconv"

// harScanner splits a HAR file into the members of log.entries as its bytes come. It looks at
// brackets and strings alone, so that it holds one call at most; what it hands on is parsed then.
// A string that is too long gives way to a sentence with its length: half of a token would be a
// secret that no rule knows any more.
type harScanner struct {
	longest int               // string that is kept, in bytes as JSON writes it
	most    int               // bytes of one call
	call    func(text []byte) // takes a call; its bytes are good until it returns
	inside  bool              // the text is one call, kept in buf, and no file

	buf                []byte // the call so far
	depth              int
	entries            int // depth of the list of calls, 0 outside of it
	quoted, escaped    bool
	opened, skipped    int // where the string begins in buf, and how much of it isn't there
	key                []byte
	inLog              bool
	tooLong            bool // the call, so it is dropped
	dropped, shortened int
	begun, strange     bool // the file has shown a sign, and no "{" first
}

// longestKey is how much of a string is remembered as a key, in bytes.
const longestKey = 16

func (s *harScanner) scan(chunk []byte) {
	for _, c := range chunk {
		switch {
		case s.strange:
			return
		case s.quoted:
			s.inString(c)
		case !s.begun:
			s.begin(c)
		default:
			s.outside(c)
		}
	}
}

// begin skips what may stand before the first bracket: white space and a byte order mark.
func (s *harScanner) begin(c byte) {
	switch {
	case c == '{':
		s.begun = true
		s.outside(c)
	case isSpace(c), c == 0xEF, c == 0xBB, c == 0xBF:
	default:
		s.strange = true
	}
}

// within reports whether the scanner is in a call.
func (s *harScanner) within() bool { return s.inside || s.entries > 0 && s.depth > s.entries }

func (s *harScanner) outside(c byte) {
	switch c {
	case '"':
		s.quoted, s.opened, s.skipped, s.key = true, len(s.buf), 0, s.key[:0]
	case '{', '[':
		s.open(c)
	case '}', ']':
		s.keep(c)
		s.close()
		return
	}
	if s.within() {
		s.keep(c)
	}
}

func (s *harScanner) open(c byte) {
	s.depth++
	switch {
	case s.inside:
	case s.depth == 2:
		s.inLog = c == '{' && string(s.key) == "log"
	case s.depth == 3 && c == '[' && s.inLog && string(s.key) == "entries":
		s.entries = s.depth
	}
}

func (s *harScanner) close() {
	s.depth--
	switch {
	case s.inside:
	case s.entries > 0 && s.depth == s.entries:
		s.end()
	case s.entries > 0 && s.depth < s.entries:
		s.entries, s.buf = 0, s.buf[:0]
	}
}

// end hands a call on.
func (s *harScanner) end() {
	if s.tooLong {
		s.dropped++
	} else {
		s.call(s.buf)
	}
	s.buf, s.tooLong = s.buf[:0], false
}

func (s *harScanner) inString(c byte) {
	ends := c == '"' && !s.escaped
	s.escaped = c == '\\' && !s.escaped
	if !s.within() {
		s.quoted = !ends
		if !ends && len(s.key) < longestKey {
			s.key = append(s.key, c)
		}
		return
	}
	switch {
	case ends && s.skipped > 0:
		s.leaveOut()
	case s.skipped > 0:
		s.skipped++
	case !ends && len(s.buf)-s.opened > s.longest:
		s.skipped = len(s.buf) - s.opened
		s.buf = s.buf[:min(s.opened, len(s.buf))]
	default:
		s.keep(c)
	}
	s.quoted = !ends
}

// leaveOut writes what stands in the place of a string that is too long.
func (s *harScanner) leaveOut() {
	s.shortened++
	for _, c := range []byte(`"(` + strconv.Itoa(s.skipped) + ` bytes left out)"`) {
		s.keep(c)
	}
}

// keep adds a byte to the call.
func (s *harScanner) keep(c byte) {
	switch {
	case s.tooLong || !s.within():
	case len(s.buf) >= s.most:
		s.tooLong = true
	default:
		s.buf = append(s.buf, c)
	}
}
