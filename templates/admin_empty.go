package templates

import "docket/models"

// Empty stands in the place of a list that holds nothing: why, and what to do.
type Empty struct {
	Title string
	Text  string
	Links []NavLink
}

// emptyQueue says why a part of the queue shows no ticket.
func emptyQueue(p QueueShow) Empty {
	f := filterOf(p)
	switch {
	case f.Text != "":
		return emptySearch(p)
	case len(chipsOf(p)) > 0:
		return emptyFilter(p)
	case p.Counts[models.ViewAll] == 0:
		return Empty{
			"Nothing is waiting for us", "No ticket has been filed yet. Requesters file them on the first page; the new ones appear here.",
			[]NavLink{{"/", "Open the page where tickets are filed"}},
		}
	case f.View == models.ViewOurs:
		return Empty{"Nothing is waiting for us", "Every ticket waits for somebody else, or is done.", viewLinks(p, models.ViewSupplier, models.ViewAsked, models.ViewResolved)}
	}
	return Empty{"Nothing here", "No ticket stands at “" + viewWords[f.View] + "”.", viewLinks(p, models.ViewOurs, models.ViewAll)}
}

// viewLinks lead to views that hold something.
func viewLinks(p QueueShow, views ...models.View) []NavLink {
	var links []NavLink
	for _, view := range views {
		if n := p.Counts[view]; n > 0 {
			address := queueURL(models.QueueFilter{View: view}, p.Frame.Reader.ID)
			links = append(links, NavLink{address, viewWords[view] + ": " + many(n)})
		}
	}
	return links
}

// emptySearch says what can be searched, and where else to look.
func emptySearch(p QueueShow) Empty {
	e := Empty{
		Title: "Nothing found for “" + p.Filter.Text + "”",
		Text: "An identifier opens its ticket at once, in any spelling: ticket number, X-Request-ID, X-Conversation-ID, order id, error uuid. " +
			"Words are looked for in summaries, error messages, descriptions and messages, and in tenants, suppliers, names and addresses.",
	}
	f, me := filterOf(p), p.Frame.Reader.ID
	if len(chipsOf(p)) > 1 || f.View != models.ViewAll {
		e.Links = append(e.Links, NavLink{queueURL(models.QueueFilter{Text: f.Text, View: models.ViewAll}, me), "Search all tickets"})
	}
	return e
}

// emptyFilter names the filters, each to be dropped.
func emptyFilter(p QueueShow) Empty {
	e := Empty{Title: "No ticket matches", Text: "Nothing in “" + viewWords[filterOf(p).View] + "” passes every filter. Drop one:"}
	for _, chip := range chipsOf(p) {
		e.Links = append(e.Links, NavLink{chip.Address, "Without " + chip.Label + ": " + chip.Value})
	}
	if f := filterOf(p); f.View != models.ViewAll {
		f.View = models.ViewAll
		e.Links = append(e.Links, NavLink{queueURL(f, p.Frame.Reader.ID), "The same filters in all tickets"})
	}
	return e
}
