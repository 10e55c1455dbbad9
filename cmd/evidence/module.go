//go:build js && wasm

package main

import (
	"syscall/js"

	"docket/evidence"
)

// main gives the worker one function, docketRedact, and stays to answer it.
func main() {
	js.Global().Set("docketRedact", js.FuncOf(redact))
	select {}
}

// redact takes the texts of one form, each a string or the bytes of a file (Uint8Array), and
// returns them in their order as strings without their secrets. The key for fingerprints stays on
// the server, so the markers carry none.
func redact(_ js.Value, args []js.Value) any {
	texts := make([]string, args[0].Length())
	for i := range texts {
		texts[i] = textOf(args[0].Index(i))
	}
	out := make([]any, len(texts))
	for i, clean := range new(evidence.Reader).CleanAll(texts...) {
		out[i] = clean.String()
	}
	return out
}

// textOf reads what the server would read: also typed text may hold marks and bytes that no
// column takes.
func textOf(v js.Value) string {
	if v.Type() == js.TypeString {
		return evidence.Text([]byte(v.String()))
	}
	raw := make([]byte, v.Length())
	js.CopyBytesToGo(raw, v)
	return evidence.Text(raw)
}
