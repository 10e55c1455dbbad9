package evidence

import "testing"

func TestAButtonBetweenATitleAndWhatItShowsIsNoPartOfIt(t *testing.T) {
	const (
		call  = "GET https://cvt.fibregateway.com/v1/places/7\n404\n\n"
		error = "{\n  \"code\": \"NOT_FOUND\",\n  \"messages\": []\n}"
	)
	checkPrinted(t, []printing{
		{"a button", call + "Response body\nCopy\n" + error + "\nOther answers\n", "response_body", error},
		{"none", call + "Response body\n" + error + "\n", "response_body", error},
		{"a body of one word", call + "Response body\nGone\n", "response_body", "Gone"},
	})
}
