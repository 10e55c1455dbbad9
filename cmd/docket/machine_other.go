//go:build !linux

package main

// tryWrite asks whether a folder can be written; to try it would leave something there.
func tryWrite(folder string) error { return mayWrite(folder) }

// inStep can't be found out here.
func inStep() bool { return true }
