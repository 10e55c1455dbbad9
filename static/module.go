package static

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"path"
)

// dist holds what `make build` has put there: package evidence compiled to WebAssembly, in two
// encodings, and the toolchain's script that starts it; or nothing of it.
//
//go:embed dist
var dist embed.FS

// The names of the module and of the toolchain's script.
const (
	moduleName = "evidence.wasm"
	glueName   = "wasm_exec.js"
)

// packed are the module and its script by name; empty when this program was built without them.
func packed() map[string]asset {
	glue, noGlue := dist.ReadFile("dist/" + glueName)
	zipped, noGzip := dist.ReadFile("dist/" + moduleName + ".gz")
	smallest, noBrotli := dist.ReadFile("dist/" + moduleName + ".br")
	if noGlue != nil || noGzip != nil || noBrotli != nil {
		return nil
	}
	return map[string]asset{
		moduleName: {
			types[path.Ext(moduleName)], func() []byte { return gunzipped(zipped) },
			func() []byte { return zipped }, func() []byte { return smallest },
		},
		glueName: newAsset(glueName, glue),
	}
}

// Redactor returns the addresses of what redacts in the browser, each loading the next: our
// script, its worker, the toolchain's script and the module. Nil: this program has no module, and
// the server redacts alone.
func Redactor() []string {
	if _, ok := addresses()[moduleName]; !ok {
		return nil
	}
	return []string{URL("redactor.js"), Worker(), URL(glueName), URL(moduleName)}
}

// Worker is the address of the script that runs the module. Its answer has to allow WebAssembly:
// a worker obeys the policy that it comes with, not the page's.
func Worker() string { return URL("worker.js") }

// gunzipped unpacks the module for a program that takes no encoding; browsers take one.
func gunzipped(zipped []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil { // only for a damaged program
		panic(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return plain
}
