package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/models"
)

func TestADecisionAboutALetterGoesBackToTheLettersThatOneLookedThrough(t *testing.T) {
	s := newSite(t)
	s.browser().file(paste())
	staff, letter := s.member(models.RoleAgent), "/admin/letters/"+s.letter().Letter.ID.String()
	for from, want := range map[string]string{"": "", "?state=queued": "&state=queued", "?state=nonsense": ""} {
		staff.post(letter+"/again"+from, url.Values{}).wantSentTo(t, "/admin/letters?done=again"+want)
	}
}

func TestLettersAreTurnedForthAndBack(t *testing.T) {
	s := newSite(t)
	for range models.MostLetters + 3 {
		values := paste()
		values.Set("evidence", strings.ReplaceAll(published, "c878520d", uuid.NewString()[:8])) // another call each time
		s.browser().file(values)
	}
	staff, page := s.member(models.RoleAgent), answer{}
	turn := func(address string) string {
		page = staff.get(address)
		page.wantStatus(t, http.StatusOK)
		return wordsOf(page)
	}
	to := func(rel string) string {
		for _, link := range all(page.doc, func(n *html.Node) bool { return attr(n, "rel") == rel }) {
			return attr(link, "href")
		}
		return ""
	}
	first := turn("/admin/letters")
	if back := to("prev"); back != "" {
		t.Errorf("before the first page is %s", back)
	}
	if second := turn(to("next")); second == first || to("next") != "" {
		t.Error("the second page is not the last")
	}
	if again := turn(to("prev")); again != first {
		t.Errorf("back is not where one was: %s", again)
	}
}
