package main

import (
	"errors"
	"os"
	"syscall"
)

// unnamed makes a file without a name, which is gone when it is closed (O_TMPFILE, open(2)).
const unnamed = 0x400000 | syscall.O_DIRECTORY

// tryWrite proves that a folder can be written, and leaves nothing there. A file system that
// knows no files without names proves nothing.
func tryWrite(folder string) error {
	f, err := os.OpenFile(folder, os.O_WRONLY|unnamed, 0o600)
	if errors.Is(err, syscall.EOPNOTSUPP) || errors.Is(err, syscall.EISDIR) || errors.Is(err, syscall.EINVAL) {
		return mayWrite(folder)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 4096))
	return errors.Join(err, f.Close())
}

// unsynchronised is what the kernel answers when nothing keeps its clock in step (TIME_ERROR, adjtimex(2)).
const unsynchronised = 5

// inStep reports whether something keeps the machine's clock in step, as far as that is known.
func inStep() bool {
	state, err := syscall.Adjtimex(new(syscall.Timex))
	return err != nil || state != unsynchronised
}
