package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// The exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// lookup finds an environment variable.
type lookup func(name string) (value string, ok bool)

// commands is the command line. Every setting is also an environment variable: --data-dir is DOCKET_DATA_DIR.
type commands struct {
	Serve   serveCommand   `cmd:"" default:"withargs" help:"Serve the web application (the default)."`
	Parse   parseCommand   `cmd:"" help:"Read evidence and print what was found in it as one JSON object."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date, and say from and to which version."`
	Staff   staffCommand   `cmd:"" help:"Add, list, enable and disable the accounts of staff; also while docket serves."`
	Backup  backupCommand  `cmd:"" help:"Write the database to one archive; also while docket serves."`
	Restore restoreCommand `cmd:"" help:"Put an archive's database in place of the present one, which is kept; not while docket serves."`
	Doctor  doctorCommand  `cmd:"" help:"Look at everything an installation needs: one line each, with what to do. Changes nothing."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// console is what a command has of the world.
type console struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
}

// usageError is a wrong flag or setting; every line of it names one fault.
type usageError struct{ faults []string }

func (e usageError) Error() string { return strings.Join(e.faults, "\n") }

// run is the program: it returns the exit status and never exits by itself, so a test can boot it.
func run(ctx context.Context, args []string, env lookup, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	var cli commands
	exited := -1
	parser, err := kong.New(&cli,
		kong.Name("docket"),
		kong.Description("Docket takes in support tickets with the evidence in them."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code; panic(helpShown{}) }),
		kong.Resolvers(kong.ResolverFunc(env.resolve)),
		kong.ValueFormatter(describeFlag),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
	)
	if err != nil {
		fmt.Fprintln(stderr, "docket:", err)
		return exitFailed
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(helpShown); !ok {
				panic(r)
			}
			code = exited
		}
	}()
	command, err := parser.Parse(args)
	if err != nil {
		return complain(stderr, usageError{[]string{err.Error()}})
	}
	err = command.Run(&console{ctx, stdin, stdout, stderr})
	if err != nil {
		return complain(stderr, err)
	}
	return exitDone
}

// helpShown unwinds run after help has been printed.
type helpShown struct{}

func complain(stderr io.Writer, err error) int {
	var usage usageError
	if errors.As(err, &usage) {
		for _, fault := range usage.faults {
			fmt.Fprintln(stderr, "docket:", fault)
		}
		return exitUsage
	}
	fmt.Fprintln(stderr, "docket:", err)
	return exitFailed
}

// secretFlags can also be given as a file: DOCKET_SECRET_FILE names the file that holds DOCKET_SECRET.
var secretFlags = map[string]bool{"secret": true, "smtp-url": true, "database-url": true, "metrics-token": true}

// variable is the environment variable of a flag.
func variable(flag string) string {
	return "DOCKET_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// resolve finds a flag's value in the environment, unless its tag says that it is of one call
// alone. An empty variable counts as not set.
func (env lookup) resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Name == "help" || flag.Tag.Has("local") {
		return nil, nil
	}
	name := variable(flag.Name)
	if value, _ := env(name); value != "" {
		return value, nil
	}
	if file, _ := env(name + "_FILE"); file != "" && secretFlags[flag.Name] {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s_FILE: %w", name, err)
		}
		return strings.TrimRight(string(raw), "\r\n"), nil
	}
	return nil, nil
}

// describeFlag writes a flag's help with its environment variable.
func describeFlag(v *kong.Value) string {
	if v.Flag == nil || v.Flag.Name == "help" || v.Tag.Has("local") {
		return v.Help
	}
	return strings.TrimSuffix(v.Help, ".") + " ($" + variable(v.Flag.Name) + ")."
}
