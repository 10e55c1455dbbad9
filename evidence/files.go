package evidence

import "strings"

// file is what a script shows of a file: what it wrote into it, or what it printed of it.
type file struct {
	text  string
	first int // the lines that the text stands in
	next  int
}

// maxFiles is how many files of a script are remembered.
const maxFiles = 64

// file remembers what the commands that end in line last write into a file, or what the lines below
// show of one: cat > order.json <<EOF, echo '{…}' > order.json, cat order.json.
func (s *script) file(p pipeline, last int) {
	if len(p.source) == 0 || len(s.files) >= maxFiles {
		return
	}
	name, heredoc := writtenTo(s.d.text[p.end:max(p.end, s.d.lines[last].End)])
	f := file{first: last + 1, next: last + 1}
	switch label := firstOf(p.heredoc, heredoc); {
	case name != "" && label != "":
		var closed bool
		if f.text, f.next, closed = s.d.heredoc(last+1, label); !closed {
			s.open++
			return
		}
	case name != "" && len(p.source) > 1:
		f.text = p.source[len(p.source)-1]
	case name == "" && len(p.source) == 2 && p.source[0] == "cat" && last+1 < len(s.d.lines) && opensJSON(s.d.line(last+1)):
		name = p.source[1]
		var body textSpan
		body, f.next = s.d.body(last+1, false)
		f.text = body.text
	}
	if name == "" || f.text == "" {
		return
	}
	if s.files == nil {
		s.files = map[string]file{}
	}
	s.files[fileName(name)] = f
}

// writtenTo reads what stands behind a command: the file that its output goes to, and the line that ends
// what is written into it.
func writtenTo(rest string) (name, heredoc string) {
	words := strings.Fields(strings.NewReplacer(">", " > ", "<<-", " << ", "<<", " << ").Replace(rest))
	for i := 0; i+1 < len(words); i++ {
		switch words[i] {
		case ">":
			name = strings.Trim(words[i+1], `"'`)
		case "<<":
			heredoc = strings.Trim(words[i+1], `"'`)
		}
	}
	return name, heredoc
}

func fileName(w string) string { return strings.TrimPrefix(w, "./") }

// shown returns the text of a file, and takes its lines.
func (s *script) shown(name string) (string, bool) {
	f, ok := s.files[fileName(name)]
	if ok {
		s.d.take(f.first, f.next)
	}
	return f.text, ok
}

// withFiles puts the texts of files that the script shows into the words that send them: -d @order.json,
// --data=@order.json, -d "$(cat order.json)", --post-file=order.json.
func (s *script) withFiles(words []string) []string {
	if len(s.files) == 0 {
		return words
	}
	out := append([]string(nil), words...)
	for i, w := range words {
		flag, name, joined := strings.Cut(w, "@")
		switch file, isFile := strings.CutPrefix(strings.Replace(w, "post-file", "body-file", 1), "--body-file="); {
		case joined && (flag == "" && i > 0 && strings.HasPrefix(words[i-1], "-") || strings.HasPrefix(flag, "-")):
		case isFile:
			flag, name = "--body-data=", file
		default:
			flag = ""
			if name = strings.TrimPrefix(strings.TrimPrefix(w, "$(cat "), "$(<"); name == w {
				continue
			}
			name = strings.TrimSpace(strings.TrimSuffix(name, ")"))
		}
		if text, ok := s.shown(name); ok {
			out[i] = flag + text
		}
	}
	return out
}
