package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"docket/models"
	"docket/models/modelstest"
)

func TestWhatIsDoneToASignedInPersonCountsForTheirNextRequest(t *testing.T) {
	for _, deed := range []struct {
		name string
		do   func(s *site, chief *browser, account models.Account, token string) answer
		want int // what the page of staff answers from then on
	}{
		{"disabled", func(_ *site, chief *browser, a models.Account, _ string) answer {
			return chief.post(staffPath(a, "disable"), url.Values{})
		}, http.StatusSeeOther},
		{"made an agent", func(_ *site, chief *browser, a models.Account, _ string) answer {
			return chief.post(staffPath(a, "role"), url.Values{"role": {"agent"}})
		}, http.StatusForbidden},
		{"signed out", func(s *site, _ *browser, _ models.Account, token string) answer {
			other := s.browser()
			other.keep(cookieStaff, token)
			return other.post(signOutPath, url.Values{})
		}, http.StatusSeeOther},
		{"ended from another browser", func(s *site, _ *browser, a models.Account, _ string) answer {
			id := s.session(a).ID.String()
			return s.seat(a).post("/admin/account/sessions/"+id+"/end", url.Values{})
		}, http.StatusSeeOther},
	} {
		onEach := func(t *testing.T, s *site) {
			chief, account := s.member(models.RoleAdmin), s.hire("anna@fibrecafe.example", models.RoleAdmin)
			b := s.seat(account)
			b.get("/admin/staff").wantStatus(t, http.StatusOK)
			b.get("/admin/staff").wantStatus(t, http.StatusOK) // from memory
			deed.do(s, chief, account, b.held(cookieStaff)).wantStatus(t, http.StatusSeeOther)
			b.get("/admin/staff").wantStatus(t, deed.want)
		}
		t.Run(deed.name+"/sqlite", func(t *testing.T) { onEach(t, newSite(t)) })
		t.Run(deed.name+"/postgres", func(t *testing.T) { onEach(t, newSiteOn(t, modelstest.Postgres(t))) })
	}
}
