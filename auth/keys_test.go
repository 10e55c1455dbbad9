package auth

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var (
	oldSecret = strings.Repeat("o", 32)
	newSecret = strings.Repeat("n", 40)
)

func ring1(t *testing.T, secrets ...string) *Keyring {
	t.Helper()
	k, err := NewKeyring(secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestATicketKeyTellsItsHolderAndEpoch(t *testing.T) {
	k := ring1(t, newSecret)
	for _, want := range []struct {
		holder Holder
		epoch  int
	}{{Browser, 0}, {Mailbox, 0}, {Mailbox, 12}} {
		h, epoch, ok := k.OpenTicketKey(k.TicketKey(want.holder, "7Q4M2XKD", want.epoch), "7Q4M2XKD")
		if !ok || h != want.holder || epoch != want.epoch {
			t.Errorf("%v opened as %q epoch %d ok %v", want, h, epoch, ok)
		}
	}
}

func TestAFingerprintDependsOnTheMasterSecretAlone(t *testing.T) {
	k, other := ring1(t, newSecret, oldSecret), ring1(t, oldSecret)
	print := k.Fingerprint("abc123def456")
	if print != ring1(t, newSecret).Fingerprint("abc123def456") {
		t.Error("the same secret has two fingerprints under one master secret")
	}
	if print == k.Fingerprint("abc123def457") || print == other.Fingerprint("abc123def456") {
		t.Errorf("%08x stands for two", print)
	}
	if want := uint32(0xf5bba223); print != want {
		t.Errorf("%08x, but markers that are stored already say %08x", print, want)
	}
}

func TestAKeyOpensNothingElse(t *testing.T) {
	k := ring1(t, newSecret)
	key := k.TicketKey(Browser, "7Q4M2XKD", 0)
	id, mac := key[:strings.Index(key, ".")], key[strings.LastIndex(key, ".")+1:]
	for name, forged := range map[string]string{
		"empty": "", "no parts": "abc", "mac alone": mac, "cut": key[:len(key)-1],
		"browser key called a mailed one": id + ".m0." + mac, "other epoch": id + ".b1." + mac,
		"a letter's key": k.LetterKey("7Q4M2XKD"), "another secret's": ring1(t, oldSecret).TicketKey(Browser, "7Q4M2XKD", 0),
	} {
		if _, _, ok := k.OpenTicketKey(forged, "7Q4M2XKD"); ok {
			t.Errorf("%s: %q opened the ticket", name, forged)
		}
	}
	if _, _, ok := k.OpenTicketKey(key, "7Q4M2XKE"); ok {
		t.Error("the key opened another ticket")
	}
	if k.OpenLetterKey(k.TicketKey(Browser, "a", 0), "a") {
		t.Error("a ticket's key opened a letter's link")
	}
}

func TestAKeyOfAnOlderSecretStillOpensAfterRotation(t *testing.T) {
	before, after := ring1(t, oldSecret), ring1(t, newSecret, oldSecret)
	if _, _, ok := after.OpenTicketKey(before.TicketKey(Mailbox, "7Q4M2XKD", 3), "7Q4M2XKD"); !ok {
		t.Error("the older key no longer opens")
	}
	if _, _, ok := before.OpenTicketKey(after.TicketKey(Mailbox, "7Q4M2XKD", 3), "7Q4M2XKD"); ok {
		t.Error("new keys are still made with the older secret")
	}
}

func TestAGuessableSecretIsRefused(t *testing.T) {
	for _, secrets := range [][]string{nil, {"short"}, {newSecret, "short"}} {
		if _, err := NewKeyring(secrets...); !errors.Is(err, ErrShortSecret) {
			t.Errorf("%v: %v", secrets, err)
		}
	}
}

func TestPurposesHaveDifferentKeys(t *testing.T) {
	r, seen := ring1(t, newSecret).rings[0], map[string]string{}
	for _, purpose := range purposes {
		if other := seen[string(r.keys[purpose])]; other != "" || len(r.keys[purpose]) != 32 {
			t.Errorf("%s and %s share a key", purpose, other)
		}
		seen[string(r.keys[purpose])] = purpose
	}
}

func TestTheSetUpKeyIsOneInstallations(t *testing.T) {
	k := ring1(t, newSecret)
	if !k.OpenSetUpKey(k.SetUpKey()) || !ring1(t, oldSecret, newSecret).OpenSetUpKey(k.SetUpKey()) {
		t.Error("the key does not open its own installation's set-up")
	}
	for _, forged := range []string{"", "s", k.SetUpKey() + "x", ring1(t, oldSecret).SetUpKey(), k.LetterKey(firstAccount)} {
		if k.OpenSetUpKey(forged) {
			t.Errorf("%q opened the set-up", forged)
		}
	}
}

func TestADeviceIsKnownToOneAccountAlone(t *testing.T) {
	k := ring1(t, newSecret)
	one, two := k.DeviceKey("anna"), k.DeviceKey("anna")
	first, ok1 := k.OpenDeviceKey(one, "anna")
	second, ok2 := k.OpenDeviceKey(two, "anna")
	if !ok1 || !ok2 || first == second || first == "" {
		t.Errorf("devices %q %v and %q %v", first, ok1, second, ok2)
	}
	for name, key := range map[string]string{"empty": "", "forged": "a.b.c", "another secret's": ring1(t, oldSecret).DeviceKey("anna")} {
		if _, ok := k.OpenDeviceKey(key, "anna"); ok {
			t.Errorf("%s: known", name)
		}
	}
	if _, ok := k.OpenDeviceKey(one, "bert"); ok {
		t.Error("a device is known to an account that was never used on it")
	}
}

func TestAWriterKeyNamesTheAccountOfOneTicketsPage(t *testing.T) {
	k, shown := ring1(t, newSecret), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	key := k.WriterKey("anna", "7Q4M2XK", shown)
	if account, at, ok := k.OpenWriterKey(key, "7Q4M2XK"); !ok || account != "anna" || !at.Equal(shown) {
		t.Errorf("%q is %q at %v, %v", key, account, at, ok)
	}
	for name, forged := range map[string]string{
		"empty": "", "another's name": strings.Replace(key, "anna", "bert", 1), "another time": strings.Replace(key, "@17", "@18", 1),
		"another secret's": ring1(t, oldSecret).WriterKey("anna", "7Q4M2XK", shown), "a device's": k.DeviceKey("7Q4M2XK"),
	} {
		if account, _, ok := k.OpenWriterKey(forged, "7Q4M2XK"); ok || account != "" {
			t.Errorf("%s: %q was read as %q's", name, forged, account)
		}
	}
	if _, _, ok := k.OpenWriterKey(key, "0000000"); ok {
		t.Error("it is good for another ticket's page")
	}
}

func TestAThrottleKeyTellsItsPartsApartAndHidesThem(t *testing.T) {
	k, seen := ring1(t, newSecret), map[string]bool{}
	for _, key := range []string{
		k.ThrottleKey("account", "anna@isp.example"), k.ThrottleKey("network", "anna@isp.example"),
		k.ThrottleKey("account", "anna@isp.example", "10.0.0.1"), k.ThrottleKey("account", "anna@isp.example10.0.0.1"),
		ring1(t, oldSecret).ThrottleKey("account", "anna@isp.example"),
	} {
		if seen[key] || strings.Contains(key, "anna") || strings.Contains(key, "10.0") {
			t.Errorf("key %q", key)
		}
		seen[key] = true
	}
	if first, second := k.ThrottleKey("account", "a"), ring1(t, newSecret).ThrottleKey("account", "a"); first != second {
		t.Error("a counter has two names")
	}
}

func FuzzOpenTicketKey(f *testing.F) {
	k, err := NewKeyring(newSecret)
	if err != nil {
		f.Fatal(err)
	}
	genuine := k.TicketKey(Browser, "7Q4M2XKD", 0)
	f.Add(genuine)
	f.Add("a.b0.c")
	f.Fuzz(func(t *testing.T, key string) {
		if _, _, ok := k.OpenTicketKey(key, "7Q4M2XKD"); ok && key != genuine {
			// Other holders and epochs have keys of their own; making one takes the secret.
			h, epoch, _ := k.OpenTicketKey(key, "7Q4M2XKD")
			if k.TicketKey(h, "7Q4M2XKD", epoch) != key {
				t.Errorf("a forged key opened: %q", key)
			}
		}
	})
}
