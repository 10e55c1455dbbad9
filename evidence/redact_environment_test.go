package evidence

import "testing"

func TestVariablesBelowASecretKeepTheirNamesAndHarmlessValues(t *testing.T) {
	var r Reader
	for _, c := range []struct{ text, want string }{
		{"DEPLOY_TOKEN=zHcbKIzfHwTqAgkANYIsXtRBtgeo19\nORDER_PREFIX=PO-2024\nREGION=eu-west-1\n", "DEPLOY_TOKEN=[redacted:token]\nORDER_PREFIX=PO-2024\nREGION=eu-west-1\n"},
		{"export BACKUP_SECRET_ACCESS_KEY=N6kJqvsXGP0fOl2vIdSmBzsNvp0szkAP1LR1X0Fl\nexport RELEASE_NAME=gateway-7c9d81\n", "export BACKUP_SECRET_ACCESS_KEY=[redacted:key]\nexport RELEASE_NAME=gateway-7c9d81\n"},
		{"THE_BACKUP_JOB_SECRET_ACCESS_KEY=N6kJqvsXGP0fOl2vIdSmBzsNvp0szkAP1LR1X0Fl\nRELEASE_NAME=gateway-7c9d81e\n", "THE_BACKUP_JOB_SECRET_ACCESS_KEY=[redacted:key]\nRELEASE_NAME=gateway-7c9d81e\n"},
		// A token that goes on below goes whole, also with the signs that fill up base64.
		{"DEPLOY_TOKEN=zHcbKIzfHwTqAgkANYIsXtRBtgeo19\nq7XvT2mPw9LkR4sAA8d=\n", "DEPLOY_TOKEN=[redacted:token]\n[redacted:token]\n"},
	} {
		if got := r.Clean(c.text).String(); got != c.want {
			t.Errorf("%q\n became %q\n want   %q", c.text, got, c.want)
		}
	}
}
