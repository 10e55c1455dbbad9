package modelstest

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

// Now is the time at which Filing's exchange has just happened.
var Now = time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC)

// Store opens an empty SQLite store that closes with the test.
func Store(t testing.TB) *models.Store {
	t.Helper()
	return Open(t, models.StoreConfig{URL: "sqlite:" + filepath.Join(t.TempDir(), "docket.db")})
}

// Open opens a store that closes with the test.
func Open(t testing.TB, cfg models.StoreConfig) *models.Store {
	t.Helper()
	store, err := models.OpenStore(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

// Filing makes a filing from a valid form with an id of its own; edit changes answers first.
func Filing(t testing.TB, edit ...func(*models.Submission)) models.Filing {
	t.Helper()
	reader := &evidence.Reader{Domain: "fibregateway.com"}
	sub := models.Submission{
		ID: uuid.New(), Environment: reader.Clean(models.CVT),
		Tenant: reader.Clean("TENANT_1"), Supplier: reader.Clean("SUPPLIER_2"),
		OccurredAt: reader.Clean("2026-11-23T09:00:00Z"),
		RequestID:  reader.Clean(uuid.NewString()), ConversationID: reader.Clean(uuid.NewString()),
		Request: reader.Clean("GET https://cvt.fibregateway.com/v1/x"), Response: reader.Clean("422"),
		Impact: reader.Clean(string(models.Question)), Summary: reader.Clean("Order refused"),
		Email: reader.Clean("ada@isp.example"),
	}
	for _, change := range edit {
		change(&sub)
	}
	filing, problems := sub.Check(models.Rules{Reader: reader, Now: Now})
	if len(problems) > 0 {
		t.Fatalf("the form has problems: %v", problems)
	}
	return filing
}
