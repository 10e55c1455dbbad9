package evidence

import "strings"

// maxCommand is the longest command line that is read, in bytes.
const maxCommand = 4 << 20

// shellWords splits a command line as a Unix shell does: quotes, backslashes, $'…', and
// lines joined by a backslash. It ends at the first bare line break or operator; end is
// that place. ok is false for a quote that nothing closes. Lines joined by "^" (cmd) and "`"
// (PowerShell) are joined too.
func shellWords(s string) (words []string, end int, ok bool) {
	var b strings.Builder
	open := false
	flush := func() {
		if open {
			words = append(words, b.String())
			b.Reset()
			open = false
		}
	}
	i := 0
	for i < len(s) && i < maxCommand {
		c := s[i]
		switch {
		case c == '\n' || c == ';' || c == '|' || c == '\r' && at(s, i+1) == '\n' || (c == '>' || c == '&') && !open:
			flush()
			return words, i, true
		case isSpace(c):
			flush()
			i++
		case c == '\'' || c == '"' || c == '^' && at(s, i+1) == '"' || c == '$' && at(s, i+1) == '\'':
			n := quoted(&b, s[i:])
			if n == 0 {
				return nil, i, false
			}
			open = true
			i += n
		case (c == '\\' || c == '^' || c == '`') && joins(s, i+1) > 0:
			i += 1 + joins(s, i+1)
			i += promptOf(s[i:])
		case c == '\\' && i+1 < len(s) || c == '^' && i+1 < len(s):
			b.WriteByte(s[i+1])
			open = true
			i += 2
		default:
			b.WriteByte(c)
			open = true
			i++
		}
	}
	flush()
	return words, i, true
}

// promptOf returns the length of the prompt that a shell writes before a line that goes on, 0 for none.
func promptOf(line string) int {
	for _, prompt := range []string{"> ", "quote> ", "dquote> ", "More? "} { // of sh, zsh and cmd
		if strings.HasPrefix(line, prompt) {
			return len(prompt)
		}
	}
	return 0
}

// withoutPromptsWithin takes the prompts off the lines of a quotation, when all but the first have one.
func withoutPromptsWithin(quotation string) string {
	lines := strings.Split(quotation, "\n")
	for i := 1; i < len(lines); i++ {
		n := promptOf(lines[i])
		if n == 0 {
			return quotation
		}
		lines[i] = lines[i][n:]
	}
	return strings.Join(lines, "\n")
}

// joins returns the length of the line break at i, 0 for none.
func joins(s string, i int) int {
	switch {
	case at(s, i) == '\n':
		return 1
	case at(s, i) == '\r' && at(s, i+1) == '\n':
		return 2
	}
	return 0
}

// quoted writes what the quotes at the front of s hold and returns their length, 0 when
// nothing closes them.
func quoted(b *strings.Builder, s string) int {
	switch s[0] {
	case '\'':
		n := strings.IndexByte(s[1:], '\'')
		if n < 0 {
			return 0
		}
		b.WriteString(withoutPromptsWithin(s[1 : 1+n]))
		return n + 2
	case '$':
		return escapedString(b, s)
	case '^':
		return caretString(b, s)
	}
	if n := caretsWithin(b, s); n > 0 {
		return n
	}
	from := b.Len()
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case (c == '`' || c == '"') && at(s, i+1) == '"' && bracketed(b.String()[from:]): // `" of PowerShell, "" of cmd
			i++
			b.WriteByte('"')
		case c == '"':
			return i + 1
		case c == '\\' && strings.HasPrefix(s[i+1:], doubled['p']): // \`" of PowerShell, for a program
			i += len(doubled['p'])
			b.WriteByte('"')
		case c == '\\' && i+1 < len(s) && strings.IndexByte("\"\\$`", s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case c == '\\' && joins(s, i+1) > 0:
			i += joins(s, i+1)
		default:
			b.WriteByte(c)
		}
	}
	return 0
}

// bracketed reports whether a text is the front of JSON.
func bracketed(s string) bool { return s != "" && (s[0] == '{' || s[0] == '[') }

// escapedString reads $'…'.
func escapedString(b *strings.Builder, s string) int {
	for i := 2; i < len(s); i++ {
		c := s[i]
		if c == '\'' {
			return i + 1
		}
		if c == '\\' && i+1 < len(s) {
			n := 1
			if v, width := octal(s[i+1:]); width > 0 {
				b.WriteByte(v)
				n = width
			} else {
				n = writeEscape(b, s[i+1:])
			}
			i += n
			continue
		}
		b.WriteByte(c)
	}
	return 0
}

// octal reads up to three octal digits.
func octal(s string) (v byte, width int) {
	for width < len(s) && width < 3 && s[width] >= '0' && s[width] <= '7' {
		v = v<<3 | (s[width] - '0')
		width++
	}
	return v, width
}

// cmdMarks are the marks that browsers put a caret before when they copy a call for cmd.
const cmdMarks = "\"\\&{}[]<>|%!@#$^"

// caretsWithin reads "…" as browsers up to 2023 wrote it for cmd, with a caret before each mark within: "^{^\^"id^\^":1^}".
// It returns its length, 0 for another quotation.
func caretsWithin(b *strings.Builder, s string) int {
	var inner strings.Builder
	seen := false
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' && seen:
			b.WriteString(inner.String())
			return i + 1
		case c == '^' && at(s, i+1) != 0 && s[i+1] != '"' && strings.IndexByte(cmdMarks, s[i+1]) >= 0:
			seen = true
			i++
			if s[i] == '\\' && at(s, i+1) == '^' && (at(s, i+2) == '"' || at(s, i+2) == '\\') {
				i += 2
			}
			inner.WriteByte(s[i])
		case c == '[' && markerLen(s[i:]) > 0:
			n := markerLen(s[i:])
			inner.WriteString(s[i : i+n])
			i += n - 1
		case c == '^' && s[i-1] == '%': // %^7B, so that cmd sees no variable
		case strings.IndexByte(cmdMarks, c) >= 0 || c == '\n':
			return 0
		default:
			inner.WriteByte(c)
		}
	}
	return 0
}

// caretString reads ^"…^" as cmd writes it: a caret before each mark, a backslash before
// each inner quote.
func caretString(b *strings.Builder, s string) int {
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == '^' && at(s, i+1) == '"':
			return i + 2
		case c == '^' && joins(s, i+1) > 0:
			i += joins(s, i+1)
		case c == '^' && i+1 < len(s):
			i++
			if s[i] == '\\' && at(s, i+1) == '^' && (at(s, i+2) == '"' || at(s, i+2) == '\\') {
				i += 2
			}
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return 0
}
