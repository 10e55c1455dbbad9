// Command evidence is package evidence for the browser. Compiled for WebAssembly it is the module
// that removes secrets, and makes the excerpt of a long HAR, before anything is sent (module.go); on any other system it builds that
// module and packs it into the folder that it is given, for package static to embed (pack.go):
//
//	go run ./cmd/evidence static/dist
//
// `make build` does so.
package main
