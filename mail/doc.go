// Package mail writes the letters that tickets give rise to and carries them to a mail server,
// or into a folder. The store queues a letter in the transaction of the change that it tells
// of; the Courier here takes it, a Letterhead composes it, and a Transport hands it on.
//
// A letter is tried for five days. It has one Message-ID for all its tries, so a reader who
// gets it twice after a crash can tell.
package mail
