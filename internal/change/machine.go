package change

import (
	"encoding/json"
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Machine gives a typed value as JSON has it: amounts and numbers as exact numbers, a
// figure with four decimals, days, months and quarters as text, records and words by
// their ids, null for what is not there.
func Machine(v any) any {
	switch v := v.(type) {
	case nil, string, int, bool, money.Amount, money.Decimal:
		return v
	case Word:
		return v.Value
	case Ref:
		return v.ID
	case Money:
		return v.Amount
	case Quantity:
		return v.Number
	case contract.Text:
		return v.In("")
	case date.Date:
		if v.IsZero() {
			return nil
		}
	case *big.Rat:
		return json.Number(v.FloatString(4))
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = Machine(v[i])
		}
		return out
	}
	return written(v)
}
