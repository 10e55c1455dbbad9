package main

import (
	"context"
	"crypto/x509"
	"net/url"
	"os"
	"time"

	"docket/mail"
	"docket/models"
)

// disk looks for room.
func (d doctor) disk() []finding {
	free, err := d.free()
	if err != nil {
		return nil // the folder has been told of
	}
	var size int64
	if info, err := os.Stat(d.file()); err == nil {
		size = info.Size()
	}
	switch {
	case free < leastRoom:
		return say(failed, "disk", "%d MB free, at least %d MB are needed: make room, docket goes on by itself", free>>20, leastRoom>>20)
	case free < 2*size:
		return say(doubt, "disk", "%d MB free: a copy of the database before an upgrade takes %d MB", free>>20, size>>20)
	}
	return say(fine, "disk", "%d MB free", free>>20)
}

// farBehind is how far a clock may be behind the program's own file, which may have been
// made on a machine in another zone.
const farBehind = 24 * time.Hour

// clock looks whether the machine's time can be right.
func (d doctor) clock() []finding {
	if made, ok := programMade(); ok && d.now.Add(farBehind).Before(made) {
		return say(failed, "clock", "it says %s, and the program itself is from %s: set it, such as with timedatectl", rfc3339(d.now), rfc3339(made))
	}
	if !inStep() {
		return say(doubt, "clock", "nothing keeps it in step: switch NTP on, such as with timedatectl set-ntp true")
	}
	return say(fine, "clock", "%s", rfc3339(d.now))
}

// programMade is when the program's file was written.
func programMade() (time.Time, bool) {
	path, err := os.Executable()
	if err != nil {
		return time.Time{}, false
	}
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}, false
	}
	return info.ModTime(), true
}

// clockSkew is how far the newest entry may be ahead of the clock: as far as two machines' clocks may differ.
const clockSkew = 2 * time.Minute

// newest compares the clock with the newest thing in the database.
func (d doctor) newest(found models.Inspection) finding {
	if found.Latest.After(d.now.Add(clockSkew)) {
		return finding{failed, "clock", "the newest entry of the database is from " + rfc3339(found.Latest) + ", which is to come: letters and sessions wait for that time; set the clock"}
	}
	return finding{fine, "clock", "the newest entry of the database is from " + rfc3339(found.Latest)}
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// probeTime is how long a mail server may take to let us in.
const probeTime = 5 * time.Second

// mailServer goes as far with the mail server as can be gone without a letter.
func (d doctor) mailServer() []finding {
	if d.SMTPURL == "" {
		return say(doubt, "mail", "no mail server is set, so letters are written as files and reach nobody: set DOCKET_SMTP_URL")
	}
	ctx, stop := context.WithTimeout(d.ctx, probeTime)
	defer stop()
	reached, err := mail.Probe(ctx, d.SMTPURL, mail.Options{Name: mailDomain(d.base), Step: probeTime})
	address, parseErr := url.Parse(d.SMTPURL)
	switch {
	case err != nil:
		return say(failed, "mail", "the mail server can't be used: %v. Letters wait and are tried for five days", err)
	case parseErr == nil && reached.TLS == "" && !loopback(address.Hostname()):
		return say(doubt, "mail", "the mail server answers, in the clear: letters can be read on the way there")
	}
	return say(fine, "mail", "the mail server answers%s", how(reached))
}

func how(r mail.Reached) (words string) {
	if r.TLS != "" {
		words += ", under " + r.TLS
	}
	if r.SignedIn {
		words += ", and takes our name and password"
	}
	return words
}

// certificateWarning is how long before its end a certificate should have been renewed.
const certificateWarning = 14 * 24 * time.Hour

// certificate looks at our own, where Docket speaks TLS itself.
func (d doctor) certificate() []finding {
	if d.tls == nil {
		return nil
	}
	leaf, err := x509.ParseCertificate(d.tls.Certificates[0].Certificate[0])
	switch {
	case err != nil:
		return say(failed, "certificate", "can't be read: %v", err)
	case d.now.After(leaf.NotAfter):
		return say(failed, "certificate", "it ended on %s: put a new one in DOCKET_TLS_CERT and restart docket", rfc3339(leaf.NotAfter))
	case d.now.Before(leaf.NotBefore):
		return say(failed, "certificate", "it begins on %s only: check it, and the clock", rfc3339(leaf.NotBefore))
	case leaf.VerifyHostname(d.base.Hostname()) != nil:
		return say(failed, "certificate", "it is not for %s, which DOCKET_BASE_URL names", d.base.Hostname())
	case d.now.Add(certificateWarning).After(leaf.NotAfter):
		return say(doubt, "certificate", "it ends on %s: renew it, and restart docket", rfc3339(leaf.NotAfter))
	}
	return say(fine, "certificate", "it ends on %s", rfc3339(leaf.NotAfter))
}
