package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docket/mail/mailtest"
	"docket/models"
)

func TestLettersAreWrittenAsFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	transport, err := OpenTransport("", dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	post := testPost(models.LetterReceived, false)
	for range 2 { // the second try replaces the file of the first
		if _, err := send(t, transport, post); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, error %v", files, err)
	}
	if name := files[0].Name(); name != "20261123T150405Z-FC-7Q4M-2XKD-received-0123456789ab.eml" {
		t.Errorf("the file is %s", name)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, files[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	if letter, err := mailtest.Parse(raw); err != nil || !strings.Contains(letter.Text, "FC-7Q4M-2XKD") {
		t.Errorf("error %v in\n%s", err, raw)
	}
}

func TestTwoLettersOfOneSecondAreTwoFiles(t *testing.T) {
	one, two := testPost(models.LetterReply, false), testPost(models.LetterReply, false)
	two.Letter.ID[15]++
	if fileName("FC", one) == fileName("FC", two) {
		t.Errorf("both are %s", fileName("FC", one))
	}
}

func TestAFolderThatCantBeWrittenIsDown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	transport, err := OpenTransport("", dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	_, err = send(t, transport, testPost(models.LetterReceived, false))
	if f := faultOf(err); err == nil || f.Final || !f.Down {
		t.Errorf("error %v", err)
	}
}

func TestAFileNameLeavesNoFolder(t *testing.T) {
	transport, err := OpenTransport("", t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	post := testPost(models.LetterReceived, false)
	post.Ticket.Reference = "../../x"
	if _, err := send(t, transport, post); err == nil || !faultOf(err).Final {
		t.Errorf("error %v", err)
	}
}
