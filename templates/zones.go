package templates

import "fmt"

// zones are what a bare local time can be told to be in: the places that our users keep their
// clocks in, then every whole hour.
var zones = zoneOptions()

func zoneOptions() []Option {
	options := []Option{
		{Value: "", Words: "Choose a zone"},
		{Value: "UTC", Words: "UTC (GMT)"},
	}
	for _, place := range []string{
		"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Amsterdam",
		"Europe/Athens", "America/New_York", "Asia/Kolkata",
	} {
		options = append(options, Option{Value: place, Words: place})
	}
	for hour := -11; hour <= 13; hour++ {
		if offset := fmt.Sprintf("%+03d:00", hour); hour != 0 {
			options = append(options, Option{Value: offset, Words: "UTC" + offset})
		}
	}
	return options
}
