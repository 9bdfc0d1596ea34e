// Package store keeps which events were seen and what became of settlements.
package store

import (
	"errors"
	"sync"
	"time"

	"example.com/shop/payouts/internal/anton"
)

// ErrBusy is what the database says when it is locked.
var ErrBusy = errors.New("database is locked")

// Events remembers events by their ids.
type Events struct {
	mutex    sync.Mutex
	seen     map[string]bool
	outcomes map[string]anton.Outcome
}

// NewEvents returns a store that has seen nothing.
func NewEvents() *Events {
	return &Events{seen: map[string]bool{}, outcomes: map[string]anton.Outcome{}}
}

// Add remembers an event and tells whether it is new.
func (e *Events) Add(id string) bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.seen[id] {
		return false
	}
	e.seen[id] = true
	return true
}

// Forget makes an event new again.
func (e *Events) Forget(id string) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	delete(e.seen, id)
}

// Settle writes down what became of a payout. The database may be locked for a moment.
func (e *Events) Settle(payoutID string, outcome anton.Outcome) error {
	for attempt := 0; attempt < 3; attempt++ {
		err := e.write(payoutID, outcome)
		if !errors.Is(err, ErrBusy) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ErrBusy
}

func (e *Events) write(payoutID string, outcome anton.Outcome) error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.outcomes[payoutID] = outcome
	return nil
}
