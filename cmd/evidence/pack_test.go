//go:build !js

package main

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mostModule is what the module may cost over the wire, in bytes.
const mostModule = 1_500_000

// Brotli makes it smaller still, and takes too long for a test.
func TestTheModuleIsBuiltAndCostsAtMost1500KBOverTheWire(t *testing.T) {
	module, err := build()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(module, []byte("\x00asm")) {
		t.Error("what was built is no WebAssembly")
	}
	zipped, err := compress(module, zip)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d compressed by gzip", len(module), len(zipped))
	if len(zipped) > mostModule {
		t.Errorf("the module is %d bytes compressed, at most %d", len(zipped), mostModule)
	}
}

func TestTheScriptThatStartsTheModuleIsTheToolchains(t *testing.T) {
	script, err := glue()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(script, []byte("Go = class")) {
		t.Errorf("no class Go in %d bytes", len(script))
	}
}

func TestTheModuleHasNoNetwork(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", ".")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if !slices.Contains(packages, "docket/evidence") {
		t.Fatalf("no package evidence among %v", packages)
	}
	for _, p := range packages {
		if p == "net" || strings.HasPrefix(p, "net/http") || strings.HasPrefix(p, "crypto/tls") {
			t.Errorf("the module imports %s", p)
		}
	}
}
