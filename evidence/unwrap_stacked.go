package evidence

import "strings"

// minStacked is how many labels with their values below them make a form.
const minStacked = 3

// maxStackedValue is the longest value that is put behind its label, in bytes.
const maxStackedValue = 400

// withoutStacks writes "label: value" where the page of a form was copied with each label on a line of its own and
// its value on the next, or behind one empty line.
func withoutStacks(text string) *excerpt {
	lines := textLines(text)
	var joints []Span
	coded := false // the form has told the code of an error
	for k := 0; k+1 < len(lines); k++ {
		line := text[lines[k].Start:lines[k].End]
		name := stackedEnd(line)
		if name == 0 && coded && len(line) <= maxForeignLabel && strings.IndexByte(line, ' ') < 0 && labelFields[flatName(line)] == "" && namesMessage(strings.ToLower(line)) {
			name = len(strings.TrimRight(line, ": "))
		}
		coded = coded || name > 0 && asksForError(line)
		if name > 0 {
			if v := valueBelow(text, lines, k); v > 0 {
				joints = append(joints, Span{lines[k].Start + name, lines[v].Start})
				k = v
			}
		}
	}
	if len(joints) < minStacked {
		return nil
	}
	return replaced(text, joints, ": ")
}

// stackedEnd returns where the label ends that a line holds and nothing else, 0 for another line.
func stackedEnd(line string) int {
	if len(line) > maxForeignLabel+maxKey {
		return 0
	}
	front := bulletEnd(line)
	end := len(strings.TrimRight(line, " \t*_`:"))
	if end <= front || strings.HasPrefix(line, "--") || end-front > maxForeignLabel || !isAlpha(line[front]) && line[front] < 0x80 {
		return 0
	}
	if code, said, ok := strings.Cut(line[front:end], " / "); ok && labelFields[flatName(code)] == ErrorCode && namesMessage(strings.ToLower(said)) { // Error code / message, see toldError
		return end
	}
	name, remark, _ := strings.Cut(line[front:end], "(")
	if namesFact(strings.TrimSpace(name)) || namesFact(strings.TrimRight(remark, ") ")) {
		return end
	}
	return 0
}

// namesFact reports whether a label, which nothing follows, is the name of a fact in one of the languages that
// people write to the desk in.
func namesFact(name string) bool {
	low := strings.ToLower(name)
	if name == "" || strings.Count(name, " ") > maxLabelWords || strings.ContainsAny(name, "{}<>=\":/.,;?!\t0123456789") {
		return false
	}
	switch _, attr, _ := classify(name); attr {
	case methodAttr, urlAttr, statusAttr:
		return true
	}
	if f := labelFields[flatName(name)]; f == ErrorMessage && !strings.Contains(low, "err") { // a letter's
		return false
	}
	if labelFields[flatName(name)] != "" || sections[strings.ToLower(joints.Replace(name))] == statusSection || stemField(low, anyUUID) != "" || stemField(low, "0000") != "" {
		return true
	}
	if namesMessage(low) && stemField(low, anyUUID) == ErrorUUID || namesStatusCode(low) {
		return true
	}
	for w := range strings.FieldsSeq(low) {
		if w == "http" || strings.HasPrefix(w, "http-") {
			return true
		}
	}
	return namesCallTime(low)
}

// valueBelow returns the line, below the label in line k, that holds its value and nothing below it more; 0 for none.
func valueBelow(text string, lines []Span, k int) int {
	v := k + 1
	if blankLine(text, lines[v]) {
		v++
	}
	if v >= len(lines) || blankLine(text, lines[v]) || lines[v].End-lines[v].Start > maxStackedValue {
		return 0
	}
	line := text[lines[v].Start:lines[v].End]
	if strings.IndexByte("{[<#>|-*_ \t", line[0]) >= 0 || strings.HasPrefix(line, "```") || stackedEnd(line) > 0 && !isCodeOfError(line) && !(isSentence(line) && namesMessage(strings.ToLower(text[lines[k].Start:lines[k].End]))) {
		return 0
	}
	if v+1 < len(lines) && !blankLine(text, lines[v+1]) {
		if below := text[lines[v+1].Start:lines[v+1].End]; stackedEnd(below) == 0 && sectionOf(below) == noSection && !strings.HasSuffix(strings.TrimRight(below, " *"), "?") {
			return 0
		}
	}
	return v
}

func blankLine(text string, l Span) bool {
	return strings.TrimSpace(text[l.Start:l.End]) == ""
}
