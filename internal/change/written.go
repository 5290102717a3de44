package change

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"

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
	return Written(v)
}

// Written is a value as machines write it.
func Written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case bool:
		return strconv.FormatBool(v)
	case Word:
		return v.Value
	case Ref:
		return v.ID
	case Money:
		return v.Amount.String() + " " + v.Currency
	case Quantity:
		return v.Number.Rat().RatString() + " " + v.Unit
	case money.Decimal:
		return v.Rat().RatString()
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = Written(v[i])
		}
		return strings.Join(parts, ",")
	}
	return fmt.Sprint(v)
}
