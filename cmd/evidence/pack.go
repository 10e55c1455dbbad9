//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: evidence FOLDER")
		os.Exit(2)
	}
	if err := pack(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "evidence:", err)
		os.Exit(1)
	}
}

// pack builds the module and writes it into a folder, compressed in two ways, beside the script of
// the same toolchain that starts it. The file that make looks at comes last.
func pack(folder string) error {
	module, err := build()
	if err != nil {
		return fmt.Errorf("build the module: %w", err)
	}
	glue, err := glue()
	if err != nil {
		return fmt.Errorf("find the toolchain's script: %w", err)
	}
	zipped, err := compress(module, zip)
	if err != nil {
		return err
	}
	smallest, err := compress(module, squeeze)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{"wasm_exec.js", glue}, {"evidence.wasm.gz", zipped}, {"evidence.wasm.br", smallest}} {
		if err := os.WriteFile(filepath.Join(folder, f.name), f.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// build compiles this command for the browser.
func build() ([]byte, error) {
	dir, err := os.MkdirTemp("", "evidence-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "evidence.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, "docket/cmd/evidence")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	return os.ReadFile(out)
}

// glue is the script that connects a module to the browser. It belongs to one version of Go, so
// it is taken from the toolchain that has built the module.
func glue() ([]byte, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
}

func zip(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestCompression) }

func squeeze(w io.Writer) (io.WriteCloser, error) {
	return brotli.NewWriterLevel(w, brotli.BestCompression), nil
}

func compress(plain []byte, to func(io.Writer) (io.WriteCloser, error)) ([]byte, error) {
	var b bytes.Buffer
	w, err := to(&b)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
