package handlers

import "strings"

// named is a sign in what a browser calls itself (User-Agent, RFC 9110 §10.1.5) and what people call it.
type named struct{ sign, name string }

// The signs are tried in this order, for most browsers claim to be others as well.
var (
	browsers = []named{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"Chrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = []named{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
		{"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	}
)

// browserName shortens a User-Agent to what somebody recognises in a list: "Firefox on Linux".
func browserName(agent string) string {
	browser, system := nameIn(agent, browsers), nameIn(agent, systems)
	switch {
	case browser == "":
		return "Another program"
	case system == "":
		return browser
	}
	return browser + " on " + system
}

func nameIn(agent string, list []named) string {
	for _, n := range list {
		if strings.Contains(agent, n.sign) {
			return n.name
		}
	}
	return ""
}
