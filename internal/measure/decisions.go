package measure

import "github.com/forvalt/forvalt/internal/date"

// DecisionKind is what a contract asks its leadership to decide.
type DecisionKind string

// The kinds.
const (
	DecideCeilingPassed   DecisionKind = "ceiling-passed"
	DecideCritical        DecisionKind = "critical"         // critical risk, and a plan that does not follow it up as the model asks
	DecideManager         DecisionKind = "manager"          // nobody manages it
	DecideOption          DecisionKind = "option"           // an open option
	DecideTender          DecisionKind = "tender"           // a competition must start: no successor, and the contract does not go on by itself
	DecideCeilingForecast DecisionKind = "ceiling-forecast" // the ceiling will be reached within a year
)

// DecisionKinds are all kinds, the most pressing first.
var DecisionKinds = []DecisionKind{DecideCeilingPassed, DecideCritical, DecideManager, DecideOption, DecideTender, DecideCeilingForecast}

// Decision is one thing that a contract asks its leadership to decide.
type Decision struct {
	Kind     DecisionKind
	Contract *ContractFigures
	By       date.Date // zero: now; may have passed
	About    date.Date // the end that an option or a competition is for, the day on which a ceiling is reached
}
