package models

import "testing"

func TestPriorityComesFromEnvironmentAndImpact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		environment string
		impact      Impact
		want        Priority
	}{
		{Production, AllOrders, 1}, {Production, ManyOrders, 2}, {Production, OneOrder, 3}, {Production, Question, 4},
		{CVT, AllOrders, 3}, {CVT, ManyOrders, 4}, {CVT, OneOrder, 4}, {CVT, Question, 4},
	} {
		if got := PriorityOf(c.environment, c.impact); got != c.want {
			t.Errorf("%s %s is %s, want %s", c.environment, c.impact, got, c.want)
		}
	}
}

func TestATicketMovesOnlyAlongItsTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to State
		want     bool
	}{
		{New, Open, true}, {WaitingRequester, Open, true}, {Resolved, Open, true}, {Closed, Open, true},
		{Open, New, false}, {Closed, Resolved, false}, {Closed, WaitingSupplier, false}, {Open, Open, false}, {Open, "lost", false},
	} {
		if got := c.from.May(c.to); got != c.want {
			t.Errorf("from %s to %s: %v", c.from, c.to, got)
		}
	}
}

func TestSpellingsOfOneMailboxCountAsOne(t *testing.T) {
	t.Parallel()
	for _, spelling := range []string{"anna@isp.example", "Anna@ISP.example", " anna+docket@isp.example "} {
		if got := MailboxOf(spelling); got != "anna@isp.example" {
			t.Errorf("%q is %q", spelling, got)
		}
	}
}

func TestAMailedKeyIsNotReplacedByAFiledOne(t *testing.T) {
	t.Parallel()
	scope := ScopeOf([]Grant{{Reference: "7Q4M2XKD", Mailed: true}, {Reference: "7Q4M2XKD"}})
	if g, ok := scope.Grant("7Q4M2XKD"); !ok || !g.Mailed {
		t.Errorf("%+v %v", g, ok)
	}
	if _, ok := (Scope{}).Grant("7Q4M2XKD"); ok {
		t.Error("the zero scope sees a ticket")
	}
}
