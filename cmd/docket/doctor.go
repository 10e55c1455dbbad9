package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"docket/models"
)

// doctorCommand is `docket doctor`. It takes the settings of serve, to judge what serve would find.
type doctorCommand struct{ Config }

// verdict is how serious a finding is.
type verdict string

// The verdicts.
const (
	fine   verdict = "ok"
	doubt  verdict = "warn"
	failed verdict = "FAIL"
)

// finding is one line of the doctor: what was looked at, how it is, and what to do.
type finding struct {
	verdict verdict
	name    string
	words   string
}

// doctor looks at everything that an installation needs. It changes nothing.
type doctor struct {
	settings
	ctx     context.Context
	now     time.Time
	faults  []string // of the configuration
	serving bool     // a docket has the data directory
}

// Run prints one line for each finding; it fails when one of them does.
func (cmd doctorCommand) Run(con *console) error {
	d := doctor{ctx: con.ctx, now: time.Now(), serving: cmd.taken()}
	d.settings, d.faults = cmd.faults()
	bad := 0
	for _, look := range []func(doctor) []finding{
		doctor.configuration, doctor.program, doctor.folder, doctor.secret, doctor.database, doctor.disk, doctor.clock, doctor.mailServer, doctor.certificate,
	} {
		for _, f := range look(d) {
			words := strings.Join(strings.Fields(f.words), " ") // causes may be of several lines
			fmt.Fprintf(con.stdout, "%-4s  %-13s  %s\n", f.verdict, f.name, words)
			if f.verdict == failed {
				bad++
			}
		}
	}
	if bad > 0 {
		return fmt.Errorf("doctor: %d of these must be mended", bad)
	}
	return nil
}

// say makes the one finding of a look.
func say(v verdict, name, format string, args ...any) []finding {
	return []finding{{v, name, fmt.Sprintf(format, args...)}}
}

func (d doctor) configuration() (list []finding) {
	for _, fault := range d.faults {
		list = append(list, say(failed, "configuration", "%s", fault)...)
	}
	if d.base.Scheme == "http" && !loopback(d.base.Hostname()) {
		list = append(list, say(doubt, "configuration", "links and cookies go over plain HTTP: set DOCKET_BASE_URL to an https address")...)
	}
	if d.RateLimit == "off" {
		list = append(list, say(doubt, "configuration", "DOCKET_RATE_LIMIT is off: anybody can make this installation write mail without end")...)
	}
	if d.Gallery == "on" {
		list = append(list, say(doubt, "configuration", "DOCKET_GALLERY is on: it is for development")...)
	}
	if len(list) == 0 {
		list = say(fine, "configuration", "every setting can be used")
	}
	return list
}

func (d doctor) program() []finding {
	if d.serving {
		return say(fine, "program", "docket serves with this data directory")
	}
	return say(fine, "program", "docket %s; none serves with this data directory", version)
}

// database tells what an inspection finds.
func (d doctor) database() (list []finding) {
	if !d.placeKnown() {
		return say(doubt, "database", "not looked at, because the configuration does not say where it is")
	}
	if !d.postgres() && !d.started() {
		return say(doubt, "database", "there is none yet at %s: docket serve makes it", d.file())
	}
	found, err := models.Inspect(d.ctx, d.storeConfig())
	if err != nil {
		return say(failed, "database", "can't be read: %v. %s", err, d.remedy())
	}
	list = append(list, d.schema(found), d.integrity(found))
	if found.Integrity != nil || found.Schema != found.Newest {
		return list // the rest is not known then
	}
	list = append(list, d.letters(found)...)
	return append(list, accounts(found), d.newest(found))
}

// placeKnown reports whether it is known where the data are.
func (d doctor) placeKnown() bool { return d.place.checked() == nil }

// remedy says what to do about a database that is not whole.
func (d doctor) remedy() string {
	if d.postgres() {
		return "See that the server runs and lets this account in; if the database is damaged, restore it with pg_restore, then docket restore --check"
	}
	return "Stop docket, then docket restore FILE puts the last backup in its place; the present file stays beside it"
}

func (d doctor) schema(found models.Inspection) finding {
	switch {
	case found.Schema > found.Newest:
		return finding{failed, "schema", fmt.Sprintf("version %d, this program knows %d: use the docket that wrote it, or a newer one", found.Schema, found.Newest)}
	case found.Schema < found.Newest && d.serving:
		return finding{doubt, "schema", fmt.Sprintf("version %d, this program brings %d: an older docket serves; restart it with this version", found.Schema, found.Newest)}
	case found.Schema < found.Newest:
		return finding{doubt, "schema", fmt.Sprintf("version %d, this program brings %d: the next start of docket serve, or docket migrate, brings it up to date", found.Schema, found.Newest)}
	}
	return finding{fine, "schema", fmt.Sprintf("version %d, current; %s", found.Schema, counted(found.Tickets, "ticket"))}
}

func (d doctor) integrity(found models.Inspection) finding {
	if found.Integrity != nil {
		return finding{failed, "integrity", fmt.Sprintf("%v. %s", found.Integrity, d.remedy())}
	}
	return finding{fine, "integrity", "every page and index of the database is whole"}
}

// letters tells whether they go.
func (d doctor) letters(found models.Inspection) (list []finding) {
	if hold := found.LetterHold; hold != nil {
		list = append(list, say(doubt, "letters", "all are held since %s: let them go on /admin/letters", hold.Since.UTC().Format(time.RFC3339))...)
	} else if found.Stuck > 0 && d.serving {
		list = append(list, say(failed, "letters", "%d are due for more than an hour and nobody carries them: look for \"letter\" in the log, then restart docket", found.Stuck)...)
	} else if found.Stuck > 0 {
		list = append(list, say(doubt, "letters", "%d are due for more than an hour: they go once docket serves", found.Stuck)...)
	}
	if found.Held > 0 {
		list = append(list, say(doubt, "letters", "%d wait for a person since a restore: let them go or drop them on /admin/letters", found.Held)...)
	}
	if found.GivenUp > 0 {
		list = append(list, say(doubt, "letters", "%d were given up in the last seven days: /admin/letters?state=given_up tells why", found.GivenUp)...)
	}
	if len(list) == 0 {
		list = say(fine, "letters", "%d wait, none is stuck", found.Waiting)
	}
	return list
}

func accounts(found models.Inspection) finding {
	if found.Accounts == 0 {
		return finding{doubt, "accounts", "nobody may sign in: docket staff add EMAIL --role admin adds somebody; while there is no account at all, docket serve prints a set-up link"}
	}
	return finding{fine, "accounts", fmt.Sprintf("%d may sign in", found.Accounts)}
}
