package models_test

import (
	"reflect"
	"strings"
	"testing"

	"docket/models"
)

func TestAMarkIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]models.Mark{
		"0": {}, "17": {Latest: 17}, "17,12,15": {Latest: 17, Late: []int64{12, 15}},
	} {
		got, ok := models.ParseMark(text)
		if !ok || !reflect.DeepEqual(got, want) || want.String() != text {
			t.Errorf("%q is read as %+v and written as %q", text, got, want.String())
		}
	}
}

func TestWhatIsNoMarkIsNotRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "x", "-1", "17,", ",17", "17,x", "17,18", "17,17", "17,15,12", "17,-1", "9223372036854775808", "999" + strings.Repeat(",1", 201),
	} {
		if got, ok := models.ParseMark(text); ok || got.Latest != 0 || got.Late != nil {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
