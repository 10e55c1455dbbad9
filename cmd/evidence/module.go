//go:build js && wasm

package main

import (
	"io"
	"runtime/debug"
	"syscall/js"

	"docket/evidence"
)

// main gives the worker one function, docketRedact, and stays to answer it.
func main() {
	debug.SetGCPercent(400) // nothing outlives a call, and no other processor collects meanwhile
	js.Global().Set("docketRedact", js.FuncOf(redact))
	select {}
}

// redact takes the texts of one form, each a string or the bytes of a file (Uint8Array), and the
// gateway's domain. It returns them in their order as strings without their secrets; of a HAR that is
// too long an excerpt, of any other file that is, null. The key for fingerprints stays on the server,
// so the markers carry none.
func redact(_ js.Value, args []js.Value) any {
	r := &evidence.Reader{Domain: args[1].String()}
	out := make([]any, args[0].Length())
	texts := make([]string, len(out))
	var asides []string
	long := make([]bool, len(out))
	for i := range texts {
		var aside string
		texts[i], aside, long[i] = textOf(r, args[0].Index(i))
		asides = append(asides, aside)
	}
	for i, clean := range r.CleanAll(append(texts, asides...)...)[:len(out)] {
		if !long[i] {
			out[i] = clean.String()
		}
	}
	return out
}

// textOf reads what the server would read: also typed text may hold marks and bytes that no
// column takes. aside is what an excerpt leaves out and what may name its secrets; long is a file
// that is too long and no HAR.
func textOf(r *evidence.Reader, v js.Value) (text, aside string, long bool) {
	if v.Type() == js.TypeString {
		return evidence.Text([]byte(v.String())), "", false
	}
	src := &source{v, v.Length()}
	if src.left > evidence.LongestWhole {
		e, ok, err := r.ExcerptHAR(src, evidence.LongestExcerpt)
		return evidence.Text([]byte(e.Text)), evidence.Text([]byte(e.Aside)), !ok || err != nil
	}
	raw, _ := io.ReadAll(src) // memory does not fail
	return evidence.Text(raw), "", false
}

// source reads bytes that the browser holds, so that the module need not hold them as well.
type source struct {
	bytes js.Value
	left  int
}

func (s *source) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	end := s.bytes.Length()
	n := js.CopyBytesToGo(p, s.bytes.Call("subarray", end-s.left, end))
	s.left -= n
	return n, nil
}
