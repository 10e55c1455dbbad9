package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"docket/evidence"
)

// longestInput is the most that one parse reads, in bytes.
const longestInput = 64 << 20

// parseCommand is `docket parse [FILE|-]`.
type parseCommand struct {
	File          string `arg:"" optional:"" default:"-" help:"File to read, - for standard input."`
	Redact        bool   `help:"Print the redacted text alone, as it was read, for pasting elsewhere."`
	GatewayDomain string `default:"fibregateway.com" help:"Domain whose hosts are the gateway's."`
	LogRetention  int    `default:"90" help:"Days for which the gateway keeps its logs. 0: no call is too old."`
}

// Run prints what the evidence says, or with --redact the evidence without its secrets. Text
// without evidence gives nulls, and is no failure.
func (p parseCommand) Run(con *console) error {
	var faults []string
	checkRetention(p.LogRetention, func(flag, format string, args ...any) {
		faults = append(faults, variable(flag)+": "+fmt.Sprintf(format, args...))
	})
	if len(faults) > 0 {
		return usageError{faults}
	}
	raw, err := p.input(con)
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	reader := &evidence.Reader{Domain: p.GatewayDomain, Now: time.Now, LogsKept: kept(p.LogRetention)}
	if p.Redact {
		_, err := io.WriteString(con.stdout, reader.Clean(evidence.Text(raw)).String())
		return err
	}
	out := json.NewEncoder(con.stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(reader.Parse(evidence.Text(raw)))
}

func (p parseCommand) input(con *console) ([]byte, error) {
	if p.File == "-" {
		return readLimited(con.stdin)
	}
	f, err := os.Open(p.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readLimited(f)
}

func readLimited(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, longestInput+1))
	if err == nil && len(raw) > longestInput {
		err = fmt.Errorf("more than %d MB", longestInput>>20)
	}
	return raw, err
}
