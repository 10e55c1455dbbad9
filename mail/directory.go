package mail

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"docket/models"
)

// Directory is a transport that writes letters as .eml files, for an installation without a
// mail server.
type Directory struct{ path string }

// openDirectory makes the folder. Its letters open tickets, so only its owner may read it.
func openDirectory(path string) (*Directory, error) {
	if path == "" {
		return nil, errors.New("mail folder: no folder is set")
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("mail folder: %w", err)
	}
	return &Directory{path}, nil
}

// Send writes one letter. The same letter again replaces its own file.
func (d *Directory) Send(_ context.Context, msg *gomail.Msg, env Envelope) (models.ServerReply, error) {
	text, err := render(msg)
	if err != nil {
		return models.ServerReply{}, err
	}
	if env.File == "" || strings.ContainsAny(env.File, "/\\\x00") {
		return models.ServerReply{}, &Fault{Step: "write", Final: true, Cause: errors.New("not a file name")}
	}
	if err := d.write(env.File, text); err != nil {
		return models.ServerReply{}, &Fault{Step: "write", Down: true, Cause: err}
	}
	return models.ServerReply{Text: writtenTo + env.File}, nil
}

// Close does nothing: no file stays open.
func (d *Directory) Close() error { return nil }

// write puts a whole file on stable storage under its name, or leaves no file of that name.
func (d *Directory) write(name string, text []byte) error {
	temp, err := os.CreateTemp(d.path, ".letter-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // gone after the rename
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), filepath.Join(d.path, name)); err != nil {
		return err
	}
	return d.sync()
}

// sync makes the folder's entries durable.
func (d *Directory) sync() error {
	folder, err := os.Open(d.path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
