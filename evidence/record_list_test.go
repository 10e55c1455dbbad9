package evidence

import "testing"

func TestTheTimeOfACallIsThatOfItsOwnElement(t *testing.T) {
	const (
		call  = `{"time":"2026-11-24T19:45:02Z","text":"PUT","method":"PUT","url":"https://cvt.fibregateway.com/v1/places/7","status":409}`
		start = `{"time":"2026-11-24T19:40:00Z","text":"started"}`
		stop  = `{"time":"2026-11-24T19:50:00Z","text":"stopped"}`
	)
	checkPrinted(t, []printing{
		{"below another", `{"records":[` + start + `,` + call + `]}`, "timestamp", "2026-11-24T19:45:02Z"},
		{"above another", `{"records":[` + call + `,` + stop + `]}`, "timestamp", "2026-11-24T19:45:02Z"},
		{"between two", `{"records":[` + start + `,` + call + `,` + stop + `]}`, "timestamp", "2026-11-24T19:45:02Z"},
		{"without one of its own", `{"records":[` + start + `,{"method":"PUT","url":"https://cvt.fibregateway.com/v1/places/7","status":409}]}`, "timestamp", "2026-11-24T19:40:00Z"},
	})
}
