package anton

// Status is how far a payout got.
type Status string

// The statuses that Anton documents. There may be more.
const (
	StatusScreening       Status = "screening"
	StatusPendingApproval Status = "pending_approval"
	StatusProcessing      Status = "processing"
	StatusSent            Status = "sent"
	StatusCompleted       Status = "completed"
	StatusFailed          Status = "failed"
	StatusReturned        Status = "returned"
	StatusCancelled       Status = "cancelled"
)

// Outcome is what a status means for a settlement.
type Outcome int

// What may become of a settlement.
const (
	Open Outcome = iota
	Paid
	Unpaid
	Unknown
)

// Outcome tells what a settlement's books have to say about a payout with this status.
func (s Status) Outcome() Outcome {
	switch s {
	case StatusScreening, StatusPendingApproval, StatusProcessing, StatusSent:
		return Open
	case StatusCompleted:
		return Paid
	case StatusFailed, StatusReturned, StatusCancelled:
		return Unpaid
	default:
		return Unknown
	}
}
